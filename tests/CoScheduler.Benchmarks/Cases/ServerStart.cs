using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace CoScheduler.Benchmarks.Cases;

/// <summary>From the start of the process to its ready line, without Spark.</summary>
internal sealed class ServerStart : IBenchmark
{
    private const int Runs = 5;

    public string Name => "server-start";

    public string Summary => "process start to ready, embedded broker, no Spark; beside the program printing its version";

    public async IAsyncEnumerable<BenchmarkResult> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var starts = new List<double>();
        var versions = new List<double>();
        for (var run = 0; run < Runs; run++)
        {
            var begin = Stopwatch.GetTimestamp();
            await using (await ServerUnderTest.StartAsync("--engine", "duckdb", "--spark", "none"))
            {
                starts.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
            }

            versions.Add(await VersionAsync(cancellationToken));
        }

        yield return new BenchmarkResult(Name, Figures.Median(starts), "ms", 2000, new Against("coscheduler --version", Figures.Median(versions)));
    }

    private static async Task<double> VersionAsync(CancellationToken cancellationToken)
    {
        var begin = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "coscheduler.dll"), "--version"]) { RedirectStandardOutput = true })!;
        await process.WaitForExitAsync(cancellationToken);
        return Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
    }
}
