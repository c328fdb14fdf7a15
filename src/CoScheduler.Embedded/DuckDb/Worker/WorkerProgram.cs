using System.Runtime.InteropServices;

namespace CoScheduler.Embedded.DuckDb;

/// <summary>
/// The DuckDB worker: a process of its own that the pool grants, drains and kills like any executor. SIGTERM drains it:
/// what runs is finished, nothing new is taken, and it exits with 0.
/// </summary>
public static class WorkerProgram
{
    /// <summary>The program's verb for it.</summary>
    public const string Verb = "duckdb-worker";

    /// <summary>Runs a worker until it is drained.</summary>
    /// <param name="args">What follows the verb: <c>--socket PATH --threads N --memory BYTES</c>.</param>
    /// <param name="cancellationToken">Drains it.</param>
    /// <returns>The exit code: 0 after a drain, 2 for wrong arguments.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        if (WorkerSettings.Parse(args, out var error) is not { } settings)
        {
            await Console.Error.WriteLineAsync(error);
            return 2;
        }

        using var database = new Database(settings);
        var catalogue = new WorkerCatalogue(database);
        using var threads = new QueryThreads();
        var operations = new Operations(new QueryRunner(database, catalogue, TimeProvider.System), threads, TimeProvider.System);
        using var cancelled = cancellationToken.Register(operations.Drain);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Drain(context, operations));
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Drain(context, operations));
        await new WorkerHost(settings, catalogue, operations).RunAsync();
        return 0;
    }

    private static void Drain(PosixSignalContext context, Operations operations)
    {
        context.Cancel = true;
        operations.Drain();
    }
}
