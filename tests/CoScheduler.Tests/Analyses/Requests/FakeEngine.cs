using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using CoScheduler.Analyses;

namespace CoScheduler.Tests.Analyses;

/// <summary>An engine that does what a test says.</summary>
internal sealed class FakeEngine : IAnalysisEngine
{
    public static readonly ImmutableArray<Column> Schema = [new("n", "int", false)];

    public string Name => "duckdb";

    /// <summary>What a run does.</summary>
    public Func<Execution, IExecutionSink, CancellationToken, Task<ExecutionEnd>> Run { get; set; } = (_, sink, _) => RowsAsync(sink, 2);

    public ConcurrentQueue<Execution> Executions { get; } = [];

    public RequestError? Fault { get; set; }

    public RequestError? Judge(Analysis analysis) => Fault;

    public void Prepare(IReadOnlyCollection<Analysis> analyses)
    {
    }

    public Task<ExecutionEnd> RunAsync(Execution execution, IExecutionSink sink, CancellationToken cancellationToken)
    {
        Executions.Enqueue(execution);
        return Run(execution, sink, cancellationToken);
    }

    /// <summary>Runs, gives some rows and ends.</summary>
    public static async Task<ExecutionEnd> RowsAsync(IExecutionSink sink, int rows, string? token = null)
    {
        await sink.RunningAsync("worker-1", token);
        await sink.RowsAsync(Batch(rows));
        return new ExecutionDone(TimeSpan.FromMilliseconds(5), "cpus:1");
    }

    public static ResultBatch Batch(int rows, string? token = null, int width = 0) =>
        new(Schema, [.. Enumerable.Range(0, rows).Select(n => Row(n, width))], ReadOnlyMemory<byte>.Empty, rows, token);

    /// <summary>Runs until it is interrupted.</summary>
    public static async Task<ExecutionEnd> ForEverAsync(IExecutionSink sink, CancellationToken cancellationToken, string? token = null)
    {
        await sink.RunningAsync("worker-1", token);
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        throw new InvalidOperationException("Nothing ends for ever.");
    }

    private static ReadOnlyMemory<byte> Row(int n, int width) =>
        Encoding.UTF8.GetBytes(width == 0 ? $$"""{"n":{{n}}}""" : $$"""{"n":{{n}},"x":"{{new string('x', width)}}"}""");
}
