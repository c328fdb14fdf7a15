using System.Collections.Immutable;
using CoScheduler.Local;
using CoScheduler.Pool;
using Xunit;

namespace CoScheduler.Tests.Local;

public sealed class LocalSubstrateOptionsValidatorTests
{
    [Fact]
    public void Validate_ManyFaults_NamesThemAll()
    {
        var options = new LocalSubstrateOptions
        {
            Agents = [Agent("a b"), Agent("twice"), Agent("twice")],
            StateFolder = " ",
            SelfCommand = [],
            RecoveryTimeout = TimeSpan.FromSeconds(-1),
            KillWait = TimeSpan.FromDays(2),
        };

        var errors = LocalSubstrateOptionsValidator.Validate(options);

        string[] wanted = ["SelfCommand", "StateFolder", "'a b'", "'twice' is given 2 times", "RecoveryTimeout", "KillWait"];
        Assert.Equal(wanted.Length, errors.Count);
        Assert.All(wanted.Zip(errors), pair => Assert.Contains(pair.First, pair.Second, StringComparison.Ordinal));
    }

    [Fact]
    public void Validate_Defaults_AreAllRight() =>
        Assert.Empty(LocalSubstrateOptionsValidator.Validate(new LocalSubstrateOptions { Agents = [Agent("local")], StateFolder = "/tmp/state", SelfCommand = ["x"] }));

    [Theory]
    [InlineData("site-2.x_y", true)]
    [InlineData("", false)]
    [InlineData(".", false)]
    [InlineData("..", false)]
    [InlineData("a/b", false)]
    [InlineData("ä", false)]
    public void IsFileName_Names_AreJudged(string name, bool isOne) => Assert.Equal(isOne, LocalSubstrateOptionsValidator.IsFileName(name, 64));

    private static LocalAgent Agent(string name) => new(new AgentId(name), ResourceVector.Empty, ImmutableSortedDictionary<string, string>.Empty);
}
