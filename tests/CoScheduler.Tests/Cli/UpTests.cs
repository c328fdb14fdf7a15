using System.Diagnostics;
using Xunit;

namespace CoScheduler.Tests.Cli;

public sealed class UpTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 0)]
    public async Task Up_Signalled_SaidThatItIsReadyAndStopsCleanly(string signal, int exit)
    {
        Assert.SkipWhen(signal == "INT" && IgnoresInterrupts(), "This process ignores SIGINT, as what a shell starts in the background does, and so does all that it starts.");
        using var up = Start("up", "--listen", "http://127.0.0.1:0", "--state", _folder.File("state"), "--agent", "a=cpus:1,mem:1Gi", "--engine", "duckdb", "--recovery-timeout", "0s");
        var ready = await up.StandardOutput.ReadLineAsync(Cancelled);
        Assert.Matches("^ready http://127\\.0\\.0\\.1:[0-9]+ kafka 127\\.0\\.0\\.1:[0-9]+ engine duckdb$", ready);
        using var second = Start("up", "--listen", "http://127.0.0.1:0", "--state", _folder.File("state"), "--agent", "a=cpus:1,mem:1Gi");
        Assert.Contains("journal_locked", await second.StandardError.ReadToEndAsync(Cancelled), StringComparison.Ordinal);
        await second.WaitForExitAsync(Cancelled);
        Assert.Equal(1, second.ExitCode);
        using var kill = Process.Start("kill", ["-s", signal, $"{up.Id}"]);
        var errors = up.StandardError.ReadToEndAsync(Cancelled);
        await up.WaitForExitAsync(Cancelled);
        Assert.True(exit == up.ExitCode, await errors);
    }

    [Fact]
    public async Task Up_BadOptions_NamesAllAndExits2()
    {
        using var up = Start("up", "--engine", "hive", "--agent", "a", "--recovery-timeout", "soon");
        var errors = await up.StandardError.ReadToEndAsync(Cancelled);
        await up.WaitForExitAsync(Cancelled);
        Assert.Equal((2, 3), (up.ExitCode, errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));
    }

    [Fact]
    public async Task Demo_NoBrokerAtTheAddress_SaysSoInASentence()
    {
        using var demo = Start("demo", "--kafka", "127.0.0.1:1");
        var errors = await demo.StandardError.ReadToEndAsync(Cancelled);
        await demo.WaitForExitAsync(Cancelled);
        Assert.Equal(1, demo.ExitCode);
        Assert.StartsWith("coscheduler: the story can't go on without the broker at 127.0.0.1:1; start one there", errors.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
    }

    private static bool IgnoresInterrupts()
    {
        const ulong interrupt = 1UL << 1;
        var ignored = File.ReadLines("/proc/self/status").First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal))[7..].Trim();
        return (Convert.ToUInt64(ignored, 16) & interrupt) != 0;
    }

    private static Process Start(params string[] words)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Join(AppContext.BaseDirectory, "coscheduler.dll"), .. words]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("SPARK_HOME");
        return Process.Start(start)!;
    }
}
