using CoScheduler.IntegrationTests.Crashes;
using CoScheduler.IntegrationTests.Kit;
using Xunit;

namespace CoScheduler.IntegrationTests.BadInput;

[Collection(ProcessTests.Name)]
public sealed class FullDiskTests(BrokerFixture brokers)
{
    private const string Smaller = "roles: {analytics: {roles: {realtime: {guarantee: \"cpus:1,mem:1Gi\"}}}}";

    [Fact]
    public async Task DiskUnderTheJournalFull_AmongRequests_TheServerEndsSayingSoAndTheNextLosesNothing()
    {
        await using var disk = await SmallDisk.MountAsync(megabytes: 32);
        await using var stage = await Stage.OpenAsync(brokers, new StageOptions { Folder = disk.Path });
        await stage.MidwayAsync();

        disk.Fill();
        await stage.Load.SendAsync(20);
        await WriteToTheJournalAsync(stage.Server);

        Assert.Equal(74, await stage.Server.ExitAsync());
        Assert.Contains("can't go on", stage.Server.Log, StringComparison.Ordinal);
        Assert.Matches("The disk under .* is full", stage.Server.Log);
        disk.Empty();
        await stage.StartAsync();
        await stage.EndWellAsync();
    }

    [Fact]
    public async Task Up_DiskFull_SaysSo()
    {
        await using var disk = await SmallDisk.MountAsync(megabytes: 4);
        disk.Fill();

        var (exit, output, error) = await ProgramProcess.RunAsync(
            TimeSpan.FromSeconds(120),
            new Dictionary<string, string?> { ["SPARK_HOME"] = null },
            "up", "--listen", "http://127.0.0.1:0", "--state", Path.Combine(disk.Path, "state"));

        Assert.True(exit == 1, $"{exit}: {output}{error}");
        Assert.Matches("coscheduler: [a-z_]+: .*(full|space)", error);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    private static async Task WriteToTheJournalAsync(ServerProcess server)
    {
        try
        {
            using var put = new HttpRequestMessage(HttpMethod.Put, "v1/quota") { Content = new StringContent(Smaller) };
            put.Headers.TryAddWithoutValidation("If-Match", "*");
            using var answer = await server.Http.SendAsync(put);
        }
        catch (HttpRequestException)
        {
            // It ended in the middle of it, as it must; or had ended before.
        }
    }
}
