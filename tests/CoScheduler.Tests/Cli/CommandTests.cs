using System.Text.Json.Nodes;
using CoScheduler.Cli;
using CoScheduler.Tests.Server;
using Xunit;

namespace CoScheduler.Tests.Cli;

[Collection(ServerCollection.Name)]
public sealed class CommandTests(ServerFixture server) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Send_Parameters_PrintsTheRows()
    {
        var (exit, output, _) = await RunAsync("request", "send", "numbers", "-p", "n=2");
        Assert.Equal((0, "I\n0\n1\n"), (exit, output));
        (exit, output, _) = await RunAsync("request", "send", "numbers", "-p", "n=2", "-o", "json");
        Assert.Equal("""[{"i":"0"},{"i":"1"}]""", JsonNode.Parse(output)!.ToJsonString());
        (exit, output, _) = await RunAsync("request", "send", "numbers", "-p", "n=1", "-o", "yaml");
        Assert.Equal("-\n  i: \"0\"\n", output);
    }

    [Fact]
    public async Task Send_ParametersFromAFile_AreOverriddenByTheLine()
    {
        await File.WriteAllTextAsync(_folder.File("p.json"), """{"n": 5}""", TestContext.Current.CancellationToken);
        Assert.Equal((0, "I\n0\n"), Without(await RunAsync("request", "send", "numbers", "--data", _folder.File("p.json"), "-p", "n=1")));
    }

    [Fact]
    public async Task Send_Detached_CanBeWatchedAndListed()
    {
        var (exit, output, _) = await RunAsync("request", "send", "numbers", "-p", "n=1", "--detach", "-o", "json");
        Assert.Equal(0, exit);
        var key = JsonNode.Parse(output)!["key"]!.ToString();
        (exit, output, _) = await RunAsync("request", "watch", key, "-o", "json");
        Assert.Equal(0, exit);
        Assert.All(output.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.NotNull(JsonNode.Parse(line)!["type"]));
        Assert.Contains(key, (await RunAsync("request", "list", "--state", "done")).Output, StringComparison.Ordinal);
        Assert.Contains("state: done", (await RunAsync("request", "show", key)).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "reques")]
    [InlineData(2, "request send")]
    [InlineData(2, "request send numbers -p n")]
    [InlineData(2, "request send numbers --data /not/there")]
    [InlineData(2, "agent list --state sleeping")]
    [InlineData(2, "agent list -o xml")]
    [InlineData(2, "quota apply -f /not/there")]
    [InlineData(2, "explain pod x")]
    [InlineData(2, "agent list --token-file /not/there")]
    [InlineData(4, "request send numbers -p n=x")]
    [InlineData(4, "request send nubmers")]
    [InlineData(5, "request send refused")]
    [InlineData(1, "request send numbers -p n=6000")]
    [InlineData(124, "request send numbers -p n=900000000 --timeout 50ms")]
    [InlineData(4, "agent show none")]
    [InlineData(4, "agent drain none")]
    [InlineData(4, "agent drain a --deadline soon")]
    [InlineData(4, "task kill none")]
    [InlineData(4, "task logs none")]
    [InlineData(4, "service delete none")]
    [InlineData(4, "explain role none")]
    [InlineData(0, "role list")]
    [InlineData(0, "role show analytics/realtime")]
    [InlineData(0, "agent list -o json")]
    [InlineData(0, "agent cordon a --dry-run")]
    [InlineData(0, "framework list")]
    [InlineData(0, "framework show duckdb")]
    [InlineData(4, "framework show none")]
    [InlineData(4, "framework remove none")]
    [InlineData(4, "framework remove duckdb")]
    [InlineData(4, "agent remove none")]
    [InlineData(0, "agent drain a --deadline 10m --dry-run")]
    [InlineData(0, "offer list")]
    [InlineData(0, "task list --role site -o yaml")]
    [InlineData(0, "service list")]
    [InlineData(0, "analysis list")]
    [InlineData(0, "analysis show numbers")]
    [InlineData(0, "explain agent a")]
    [InlineData(0, "kafka")]
    [InlineData(0, "quota show")]
    [InlineData(0, "quota history")]
    [InlineData(4, "quota show --version 1000000")]
    [InlineData(2, "quota rollback first")]
    public async Task Run_Line_HasItsExitCode(int expected, string line)
    {
        var (exit, output, error) = await RunAsync(line.Split(' '));
        Assert.True(expected == exit, $"{exit}: {output}{error}");
        Assert.Equal(expected != 0, output.Length == 0);
        Assert.Equal(expected != 0, error.Contains("coscheduler: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_NoServerThere_Exits3()
    {
        using var console = new StringWriter();
        Assert.Equal(3, await CommandLine.RunAsync(["role", "list", "--server", "http://127.0.0.1:1"], console, console));
        Assert.Contains("coscheduler up", console.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, await CommandLine.RunAsync(["role", "list", "--server", "localhost:7070"], console, console));
    }

    [Fact]
    public async Task Quota_ShownAndDiffed_IsTheSame()
    {
        var file = _folder.File("quota.yaml");
        await File.WriteAllTextAsync(file, (await RunAsync("quota", "show")).Output, TestContext.Current.CancellationToken);
        Assert.Equal((0, ""), Without(await RunAsync("quota", "diff", "-f", file)));
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Replace("grace: \"1s\"", "grace: \"3s\"", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var (exit, output, _) = await RunAsync("quota", "diff", "-f", file);
        Assert.Equal(1, exit);
        Assert.Contains("site:\n-   grace: 1s\n+   grace: 3s\n", output, StringComparison.Ordinal);
        (exit, output, _) = await RunAsync("quota", "apply", "-f", file, "--dry-run");
        Assert.Equal(0, exit);
        Assert.Contains("Nothing would be asked back.\n", output, StringComparison.Ordinal);
        Assert.Contains("ROLE", output, StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, "roles: {a: {weight: x, grace: y}}", TestContext.Current.CancellationToken);
        (exit, _, var error) = await RunAsync("quota", "apply", "-f", file);
        Assert.Equal((4, 3), (exit, error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));
    }

    [Fact]
    public async Task Quota_AppliedAndRolledBack_StandsInTheHistory()
    {
        var file = _folder.File("quota.yaml");
        var before = (await RunAsync("quota", "show")).Output;
        await File.WriteAllTextAsync(file, before.Replace("grace: \"1s\"", "grace: \"4s\"", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var (exit, output, error) = await RunAsync("quota", "apply", "-f", file, "--comment", "for lunch");
        Assert.True(exit == 0, error);
        Assert.Matches("ROLE +GUARANTEE +SHARE", output);
        var history = JsonNode.Parse((await RunAsync("quota", "history", "--limit", "2", "-o", "json")).Output)!.AsArray();
        Assert.Equal("for lunch", history[0]!["comment"]!.ToString());
        Assert.Equal(Environment.UserName, history[0]!["by"]!.ToString());
        Assert.Equal("4s", history[0]!["differences"]![0]!["fields"]![0]!["after"]!.ToString());
        var earlier = history[1]!["version"]!.ToString();
        Assert.Equal((0, before), Without(await RunAsync("quota", "show", "--version", earlier)));
        Assert.Contains("site(grace)", (await RunAsync("quota", "history")).Output, StringComparison.Ordinal);
        Assert.Contains("+   grace: 1s", (await RunAsync("quota", "rollback", earlier, "--dry-run")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("quota", "rollback", earlier)).Exit);
        Assert.Equal((0, before), Without(await RunAsync("quota", "show")));
        Assert.Equal(4, (await RunAsync("quota", "rollback", "1000000")).Exit);
    }

    private static (int Exit, string Output) Without((int Exit, string Output, string Error) ran) => (ran.Exit, ran.Output);

    private async Task<(int Exit, string Output, string Error)> RunAsync(params string[] words)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exit = await CommandLine.RunAsync([.. words, "--server", server.Address], output, error);
        return (exit, output.ToString(), error.ToString());
    }
}
