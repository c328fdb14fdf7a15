using CoScheduler.Pool;
using CoScheduler.Server.Api;
using Xunit;

namespace CoScheduler.Tests.Server.Api;

public sealed class EffectTextTests
{
    [Fact]
    public void Of_EveryEffect_IsASentenceOfItsOwn()
    {
        var without = typeof(Effect).Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(Effect)) && !t.IsAbstract)
            .Where(t => EffectText.Of((Effect)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(t)).StartsWith(t.Name, StringComparison.Ordinal));
        Assert.Empty(without);
    }
}
