using CoScheduler.Spark.Sql;
using Xunit;

namespace CoScheduler.Tests.Spark;

/// <summary>The public surface changes only where somebody meant it to.</summary>
public sealed class PublicApiTests
{
    /// <summary>Set to 1, the test writes the file anew instead of comparing.</summary>
    private const string Accept = "COSCHEDULER_ACCEPT_API";

    [Fact]
    public void Surface_OfTheClient_IsTheOneInItsFile()
    {
        var file = Path.Combine(RepositoryFolder.Path, "src", "CoScheduler.Spark", "PublicApi.txt");
        var surface = PublicApi.Text(typeof(SparkSession).Assembly);
        if (Environment.GetEnvironmentVariable(Accept) == "1")
        {
            File.WriteAllText(file, surface);
        }

        var known = File.ReadAllLines(file).ToHashSet(StringComparer.Ordinal);
        var now = surface.Split('\n', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        var changes = now.Except(known).Select(line => $"+ {line}").Concat(known.Except(now).Select(line => $"- {line}"));
        Assert.True(now.SetEquals(known), $"{Accept}=1 accepts these changes:\n{string.Join('\n', changes)}");
    }
}
