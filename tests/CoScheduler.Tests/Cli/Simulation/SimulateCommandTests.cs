using System.Text.Json.Nodes;
using System.Xml.Linq;
using CoScheduler.Cli;
using CoScheduler.Tests.Simulation.Traces;
using Xunit;

namespace CoScheduler.Tests.Cli.Simulation;

public sealed class SimulateCommandTests
{
    [Fact]
    public async Task Simulate_ATrace_PrintsItsRolesAndDrawsThem()
    {
        using var files = TraceFiles.Small();
        var picture = Path.Combine(files.Folder, "picture.svg");
        var (exit, output, error) = await RunAsync("simulate", "--trace", files.Folder, "--svg", picture);
        Assert.Equal((0, ""), (exit, error));
        Assert.Contains("2 nodes, 8 pods", output, StringComparison.Ordinal);
        Assert.Contains("\nguaranteed ", output, StringComparison.Ordinal);
        Assert.Equal("svg", XDocument.Load(picture).Root!.Name.LocalName);
    }

    [Fact]
    public async Task Simulate_ASeed_IsTheSameEveryTime()
    {
        string[] words = ["simulate", "--seed", "3", "--agents", "2", "--duration", "1h", "-o", "json"];
        var (exit, output, _) = await RunAsync(words);
        Assert.Equal(0, exit);
        Assert.Equal(3_600_000, (long)JsonNode.Parse(output)!["end"]!);
        Assert.Equal(output, (await RunAsync(words)).Output);
    }

    [Theory]
    [InlineData("--agents 0", "--agents")]
    [InlineData("--losses -1", "--losses")]
    [InlineData("--duration soon", "--duration")]
    [InlineData("--duration 0", "--duration")]
    [InlineData("--seed x", "x")]
    [InlineData("--nodes 5", "--nodes")]
    [InlineData("--trace /not/there --nodes 0", "--nodes")]
    [InlineData("--trace /not/there", "missing_file")]
    [InlineData("--trace /not/there --seed 1", "--trace and --seed")]
    [InlineData("--quota /not/there", "missing_file")]
    public async Task Simulate_WithAMistake_SaysIt(string options, string says)
    {
        var (exit, output, error) = await RunAsync(["simulate", .. options.Split(' ')]);
        Assert.Equal((2, ""), (exit, output));
        Assert.Contains(says, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Simulate_AMalformedRow_SaysItsLine()
    {
        using var files = TraceFiles.Small().Nodes("n1,8000,16384,many,T4");
        var (exit, _, error) = await RunAsync("simulate", "--trace", files.Folder);
        Assert.Equal(2, exit);
        Assert.Contains("malformed_row: ", error, StringComparison.Ordinal);
        Assert.Contains("line 2: gpu is `many`", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Simulate_AFaultyQuota_SaysAllItsFaults()
    {
        using var files = TraceFiles.Small();
        var quota = Path.Combine(files.Folder, "quota.yaml");
        await File.WriteAllTextAsync(quota, "roles: {a: {weight: x, grace: y}}", TestContext.Current.CancellationToken);
        var (exit, _, error) = await RunAsync("simulate", "--trace", files.Folder, "--quota", quota);
        Assert.Equal((2, 2), (exit, error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));
    }

    [Fact]
    public async Task Simulate_AQuotaWithoutTheRoles_IsSaid()
    {
        using var files = TraceFiles.Small();
        var quota = Path.Combine(files.Folder, "quota.yaml");
        await File.WriteAllTextAsync(quota, "roles: {ls: {}, be: {}, burstable: {}}", TestContext.Current.CancellationToken);
        var (exit, _, error) = await RunAsync("simulate", "--trace", files.Folder, "--quota", quota);
        Assert.Equal(0, exit);
        Assert.Contains("never placed: guaranteed/class-0001: unknown_role", error, StringComparison.Ordinal);
    }

    private static async Task<(int Exit, string Output, string Error)> RunAsync(params string[] words)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exit = await CommandLine.RunAsync(words, output, error);
        return (exit, output.ToString(), error.ToString());
    }
}
