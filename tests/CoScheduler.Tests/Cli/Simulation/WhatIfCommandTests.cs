using System.Text.Json.Nodes;
using CoScheduler.Cli;
using CoScheduler.Storage.Journal;
using CoScheduler.Tests.Master;
using Xunit;

namespace CoScheduler.Tests.Cli.Simulation;

public sealed class WhatIfCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WhatIf_AJournalThatAMasterHolds_ComparesBothQuotas()
    {
        await using var master = await TestMaster.StartAsync(new SqliteJournal(_folder.Path));
        await master.RunningAsync("t1");
        var quota = await QuotaAsync("roles: {default: {limit: \"cpus:8\"}}");
        var (exit, output, error) = await RunAsync("--journal", _folder.File("journal.db"), "--quota", quota);
        Assert.True(exit == 0, error);
        Assert.StartsWith("ROLE", output, StringComparison.Ordinal);
        Assert.Contains("default   waitMax", output, StringComparison.Ordinal);
        (exit, output, _) = await RunAsync("--journal", _folder.File("journal.db"), "--quota", quota, "-o", "json");
        Assert.Equal((0, 1), (exit, (int)JsonNode.Parse(output)!["pieces"]!));
    }

    [Fact]
    public async Task WhatIf_BadFiles_AreNamed()
    {
        var quota = await QuotaAsync("roles: {a: {weight: x, grace: y}}");
        var (exit, _, error) = await RunAsync("--journal", "/not/there", "--quota", quota);
        Assert.Equal((2, 2), (exit, error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));
        quota = await QuotaAsync("roles: {default: {}}");
        (exit, _, error) = await RunAsync("--journal", "/not/there", "--quota", quota);
        Assert.Equal(1, exit);
        Assert.Contains("journal_missing", error, StringComparison.Ordinal);
        (exit, _, error) = await RunAsync("--journal", quota, "--quota", quota);
        Assert.Equal(1, exit);
        Assert.Contains("journal_invalid", error, StringComparison.Ordinal);
    }

    private async Task<string> QuotaAsync(string text)
    {
        await File.WriteAllTextAsync(_folder.File("quota.yaml"), text, TestContext.Current.CancellationToken);
        return _folder.File("quota.yaml");
    }

    private static async Task<(int Exit, string Output, string Error)> RunAsync(params string[] words)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exit = await CommandLine.RunAsync(["whatif", .. words], output, error);
        return (exit, output.ToString(), error.ToString());
    }
}
