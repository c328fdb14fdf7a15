using System.Runtime.CompilerServices;

namespace CoScheduler.Benchmarks.Cases;

/// <summary>What a server costs that nobody asks anything.</summary>
internal sealed class ServerIdle : IBenchmark
{
    // The runtime compiles again what the start used often: half a minute on two slow cores.
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(20);

    public string Name => "server-idle";

    public string Summary => "per cent of a core and MB of an idle server, with the embedded broker and with a real one (KAFKA_BOOTSTRAP)";

    public async IAsyncEnumerable<BenchmarkResult> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using (var server = await ServerUnderTest.StartAsync("--engine", "duckdb", "--spark", "none"))
        {
            yield return new BenchmarkResult("server-idle-cpu-embedded", await ShareAsync(server, cancellationToken), "% of a core", 4, null);
            yield return new BenchmarkResult("server-idle-memory-embedded", server.Memory / 1e6, "MB", 150, null);
        }

        if (Environment.GetEnvironmentVariable("KAFKA_BOOTSTRAP") is { Length: > 0 } kafka)
        {
            await using var server = await ServerUnderTest.StartAsync("--engine", "duckdb", "--spark", "none", "--kafka", kafka);
            yield return new BenchmarkResult("server-idle-cpu-kafka", await ShareAsync(server, cancellationToken), "% of a core", 1, null);
        }
    }

    private static async Task<double> ShareAsync(ServerUnderTest server, CancellationToken cancellationToken)
    {
        await Task.Delay(Settle, cancellationToken);
        var before = server.ProcessorTime;
        await Task.Delay(Watched, cancellationToken);
        return (server.ProcessorTime - before) / Watched * 100;
    }
}
