using System.Collections.Immutable;

namespace CoScheduler.Analyses;

/// <summary>What runs analyses. It gets the capacity that it needs from the pool by itself.</summary>
public interface IAnalysisEngine
{
    /// <summary>Its name, as an analysis' <c>engine</c> and <c>sql</c> name it: <c>duckdb</c>, <c>spark</c>.</summary>
    string Name { get; }

    /// <summary>Whether it can run an analysis at all.</summary>
    /// <param name="analysis">The analysis.</param>
    /// <returns>Null if so; else an error that names the engine that can.</returns>
    RequestError? Judge(Analysis analysis);

    /// <summary>Tells it what it may be asked for, so that sources can be kept ready.</summary>
    /// <param name="analyses">The whole catalogue, of analyses that it would run.</param>
    void Prepare(IReadOnlyCollection<Analysis> analyses);

    /// <summary>Runs an analysis to its end, waiting for capacity first, or takes up an execution that runs from before a restart.</summary>
    /// <param name="execution">What to run.</param>
    /// <param name="sink">What hears of it, called in order and awaited.</param>
    /// <param name="cancellationToken">Interrupts it where it runs; then this throws <see cref="OperationCanceledException"/>.</param>
    /// <returns>How it ended.</returns>
    Task<ExecutionEnd> RunAsync(Execution execution, IExecutionSink sink, CancellationToken cancellationToken);
}

/// <summary>One attempt to run a request.</summary>
public sealed record Execution
{
    /// <summary>Whose it is.</summary>
    public required RequestKey Key { get; init; }

    /// <summary>Counted from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>uuid5(source, id, attempt): the id that the engine runs it under.</summary>
    public required Guid OperationId { get; init; }

    /// <summary>What to run.</summary>
    public required Analysis Analysis { get; init; }

    /// <summary>The values of all its parameters, by name.</summary>
    public required ImmutableSortedDictionary<string, ParameterValue> Parameters { get; init; }

    /// <summary>The role that it counts against.</summary>
    public required string Role { get; init; }

    /// <summary>The form of its rows.</summary>
    public ResultFormat Format { get; init; } = ResultFormat.Json;

    /// <summary>What <see cref="IExecutionSink.RunningAsync"/> was given before a restart; null for a new one.</summary>
    public ExecutionResume? Resume { get; init; }
}

/// <summary>The form of rows.</summary>
public enum ResultFormat
{
    /// <summary>JSON objects.</summary>
    Json,

    /// <summary>Arrow IPC streams.</summary>
    Arrow,
}

/// <summary>Where a running execution is to be found again.</summary>
/// <param name="Token">What the engine gave.</param>
/// <param name="LastBatch">The token of the last batch that was kept, or null if none was.</param>
public sealed record ExecutionResume(string Token, string? LastBatch);

/// <summary>Hears of an execution, in order.</summary>
public interface IExecutionSink
{
    /// <summary>It waits for capacity; said again when the reason changes.</summary>
    /// <param name="reason">Why.</param>
    /// <returns>When it is kept.</returns>
    ValueTask QueuedAsync(WaitReason reason);

    /// <summary>It runs.</summary>
    /// <param name="where">Where, for people.</param>
    /// <param name="resumeToken">What finds it again after a restart; null if nothing does.</param>
    /// <returns>When it is kept.</returns>
    ValueTask RunningAsync(string where, string? resumeToken);

    /// <summary>Its rows, or a part of them. The first batch comes even if it is empty: it carries the schema.</summary>
    /// <param name="batch">The rows.</param>
    /// <returns>When it is kept.</returns>
    ValueTask RowsAsync(ResultBatch batch);
}

/// <summary>Rows.</summary>
/// <param name="Schema">Their columns, the same in every batch; types by Spark's simple names.</param>
/// <param name="Rows">With <see cref="ResultFormat.Json"/>, each row as a JSON object in UTF-8, by contract.md section 3's rules.</param>
/// <param name="Arrow">With <see cref="ResultFormat.Arrow"/>, an IPC stream that stands alone.</param>
/// <param name="RowCount">How many rows.</param>
/// <param name="Token">What says, in a <see cref="ExecutionResume"/>, that this batch was kept; null if nothing does.</param>
public sealed record ResultBatch(
    ImmutableArray<Column> Schema,
    IReadOnlyList<ReadOnlyMemory<byte>> Rows,
    ReadOnlyMemory<byte> Arrow,
    int RowCount,
    string? Token);

/// <summary>Why an execution waits.</summary>
/// <param name="Code">A reason of pool.md section 8, or <c>starting_driver</c>, <c>starting_worker</c>, <c>engine_busy</c>.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Numbers">The numbers in it.</param>
public sealed record WaitReason(string Code, string Message, ImmutableSortedDictionary<string, long> Numbers);

/// <summary>How an execution ended.</summary>
public abstract record ExecutionEnd;

/// <summary>All its rows were given.</summary>
/// <param name="RunTime">How long it ran.</param>
/// <param name="Resources">What it ran on, as text, for example <c>cpus:1,mem:512Mi</c>.</param>
public sealed record ExecutionDone(TimeSpan RunTime, string Resources) : ExecutionEnd;

/// <summary>It failed.</summary>
/// <param name="Error">Why; <c>driver_lost</c> and <c>worker_lost</c> may be run again where the analysis allows it.</param>
public sealed record ExecutionFailed(RequestError Error) : ExecutionEnd;
