using System.Text.Json.Nodes;
using CoScheduler.IntegrationTests.Crashes;
using CoScheduler.IntegrationTests.Kit;
using Xunit;

namespace CoScheduler.IntegrationTests.Story;

[Collection(ProcessTests.Name)]
public sealed class DemoTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Demo_EmbeddedDefaults_TheStoryIsTold()
    {
        using var folder = new StateFolder();
        var environment = new Dictionary<string, string?> { ["TMPDIR"] = folder.Path, ["SPARK_HOME"] = null };

        var (exit, output, error) = await ProgramProcess.RunAsync(Limit, environment, "demo", "-o", "json");

        Assert.True(exit == 0, output + error);
        var summary = JsonNode.Parse(output)!;
        int Requests(string what) => summary["requests"]![what]!.GetValue<int>();
        // How many customers are heard depends on the machine; that all parts of the story had some does not.
        Assert.True(Requests("done") >= 20, output);
        Assert.Equal(Requests("sent"), Requests("done") + Requests("rejected"));
        Assert.Equal(3, Requests("rejected"));
        Assert.All(["failed", "expired", "cancelled", "duplicates", "lost", "wrong"], what => Assert.Equal(0, Requests(what)));
        Assert.True(summary["executors"]!["granted"]!.GetValue<int>() > 0, output);
        Assert.True(summary["executors"]!["reclaimed"]!.GetValue<int>() > 0, output);
        Assert.True(summary["services"]!["started"]!.GetValue<int>() >= 4, output);
        Assert.Equal("duckdb", summary["engine"]!.ToString());
        Assert.Contains("analytics/realtime", summary["roles"]!.AsArray().Select(r => r!["name"]!.ToString()));
        await Leftovers.NoneAsync(folder.Path, Limit);
        Assert.Empty(Directory.EnumerateDirectories(folder.Path, "coscheduler-*"));
    }
}
