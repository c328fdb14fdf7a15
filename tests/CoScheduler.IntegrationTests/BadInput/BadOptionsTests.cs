using CoScheduler.IntegrationTests.Crashes;
using CoScheduler.IntegrationTests.Kit;
using Xunit;

namespace CoScheduler.IntegrationTests.BadInput;

[Collection(ProcessTests.Name)]
public sealed class BadOptionsTests : IDisposable
{
    private const string FiveFaults = """
        roles:
          site: {guarantee: "cpus:x", weight: -3}
          analytics:
            limti: "cpus:12"
            grace: soon
            roles:
              realtime: {guarantee: "mem:4"}
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);
    private static readonly Dictionary<string, string?> NoSpark = new() { ["SPARK_HOME"] = null };
    private readonly StateFolder _folder = new();

    private string State => Path.Combine(_folder.Path, "state");

    private string Quota => Path.Combine(_folder.Path, "quota.yaml");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Up_ManyWrongValues_AllAreSaidAtOnce()
    {
        var (exit, _, error) = await ProgramProcess.RunAsync(
            Limit,
            NoSpark,
            "up", "--listen", "nowhere", "--engine", "abacus", "--agent", "a", "--agent", "b=cpus:none", "--cluster", "a b", "--recovery-timeout", "soon",
            "--analyses", "/nowhere", "--tokens", "/nowhere/tokens");

        Assert.Equal(2, exit);
        Assert.All(
            ["--listen: ", "--engine: ", "--agent: `a`", "--agent: `b=cpus:none`", "--cluster: ", "--recovery-timeout: ", "--analyses: ", "--tokens: "],
            said => Assert.Contains(said, error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Up_UnknownOption_IsAWrongCommandLine()
    {
        var (exit, _, error) = await ProgramProcess.RunAsync(Limit, NoSpark, "up", "--lisetn", "http://127.0.0.1:0");

        Assert.Equal(2, exit);
        Assert.Contains("--lisetn", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_QuotaWithFiveFaults_AllAreSaidWithTheirPlaces()
    {
        await File.WriteAllTextAsync(Quota, FiveFaults, TestContext.Current.CancellationToken);

        var (exit, _, error) = await ProgramProcess.RunAsync(Limit, NoSpark, "up", "--listen", "http://127.0.0.1:0", "--state", State, "--quota", Quota);

        Assert.Equal(1, exit);
        Assert.Contains("invalid_quota", error, StringComparison.Ordinal);
        AllFaults(error);
        Assert.False(Directory.Exists(State), "A server that did not start made its state folder.");
    }

    [Fact]
    public async Task QuotaApply_FiveFaults_AllAreSaidAndTheRunningQuotaStays()
    {
        await File.WriteAllTextAsync(Quota, FiveFaults, TestContext.Current.CancellationToken);
        await using var server = await ServerProcess.StartAsync(State, NoSpark, "--agent", "machine=cpus:2,mem:2Gi", "--recovery-timeout", "0s");
        var before = (await server.GetAsync("v1/quota")).ToJsonString();

        var (exit, output, error) = await ProgramProcess.RunAsync(Limit, "quota", "apply", "-f", Quota, "--server", server.Address.ToString());

        Assert.True(exit is 1 or 4, $"{exit}: {output}{error}");
        AllFaults(output + error);
        Assert.Equal(before, (await server.GetAsync("v1/quota")).ToJsonString());
        Assert.Equal(0, await server.StopAsync());
    }

    private static void AllFaults(string said) => Assert.All(
        ["line 2, column 10", "line 2, column 31", "line 4, column 5", "line 5, column 5", "line 7, column 18"],
        place => Assert.Contains(place, said, StringComparison.Ordinal));
}
