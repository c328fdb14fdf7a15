using System.Collections.Immutable;
using System.Globalization;
using CoScheduler.Analyses;
using CoScheduler.Spark.Connect;
using CoScheduler.Spark.Results;
using CoScheduler.Spark.Sql.Types;

namespace CoScheduler.Frameworks.Spark;

/// <summary>One execution on a driver: begins it or takes it up, and hands its rows on inside the analysis' limits.</summary>
internal sealed class SparkRun(SessionBooks books, ServingDriver driver, Execution execution, IExecutionSink sink)
{
    private readonly SessionBook _sessions = books.Of(driver);
    private readonly AnalysisLimits _limits = execution.Analysis.Limits;
    private ArrowJsonWriter? _writer;
    private ImmutableArray<Column> _columns;
    private long _rows;
    private long _bytes;

    /// <summary>Whether anybody was told that it runs: before that, it may as well run elsewhere.</summary>
    public bool Told { get; private set; }

    /// <summary>Called when the query itself begins.</summary>
    public Action QueryBegins { private get; set; } = () => { };

    /// <summary>Runs it from its beginning.</summary>
    /// <returns>Null when all its rows were given, else why not.</returns>
    public async Task<RequestError?> BeginAsync(CancellationToken cancellationToken)
    {
        using var use = _sessions.Enter(execution.Analysis);
        await use.PrepareAsync(execution.Analysis, cancellationToken).ConfigureAwait(false);
        var token = new ResumeToken(driver.Task.Value, use.Session.SessionId);
        Told = true;
        await sink.RunningAsync($"driver {driver.Task}", token.Write()).ConfigureAwait(false);

        // What a cold driver takes to read its sources the first time is not the analysis' time.
        QueryBegins();

        var query = use.Session.Sql(execution.Analysis.BodyFor(SparkEngine.EngineName)!, Arguments()).Limit(RowsToFetch());
        var options = new ExecuteOptions { OperationId = execution.OperationId };
        var running = await use.Session.ExecuteAsync(query, options, cancellationToken).ConfigureAwait(false);
        return await ReadHeldAsync(running, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes it up after a restart of the server: the driver kept it running.</summary>
    /// <returns>Null when the rest of its rows was given, else why not.</returns>
    public async Task<RequestError?> ContinueAsync(ResumeToken token, CancellationToken cancellationToken)
    {
        Told = true;
        QueryBegins();
        var session = _sessions.Join(token.Session);
        await using (session.ConfigureAwait(false))
        {
            var running = await session.ReattachAsync(execution.OperationId, execution.Resume!.LastBatch, null, cancellationToken).ConfigureAwait(false);
            return await ReadHeldAsync(running, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>One row more than allowed tells that there are too many.</summary>
    private int RowsToFetch() => (int)Math.Min(int.MaxValue, _limits.Rows + 1);

    private IEnumerable<KeyValuePair<string, object?>> Arguments() =>
        execution.Parameters.Select(parameter => KeyValuePair.Create<string, object?>(parameter.Key, parameter.Value.Value));

    private async Task<RequestError?> ReadHeldAsync(SparkExecution running, CancellationToken cancellationToken)
    {
        await using (running.ConfigureAwait(false))
        {
            // Nobody is left to be told of an end when the driver is gone.
            using var gone = driver.Lost.Register(running.Detach);
            books.Hold(running);
            try
            {
                return await ReadAsync(running, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                books.Drop(running);
            }
        }
    }

    private async Task<RequestError?> ReadAsync(SparkExecution running, CancellationToken cancellationToken)
    {
        while (await running.ReadBatchAsync(cancellationToken).ConfigureAwait(false) is { } batch)
        {
            if (_columns.IsDefault && Describe(running.Schema ?? ArrowTypes.ToSpark(batch.ReadSchema())) is { } fault)
            {
                return fault;
            }

            var result = ToResult(batch);
            if (Exceeds(batch, result) is { } excess)
            {
                return excess;
            }

            await sink.RowsAsync(result).ConfigureAwait(false);
        }

        return null;
    }

    private RequestError? Describe(StructType schema)
    {
        var twice = schema.Fields.GroupBy(field => field.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
        {
            return new RequestError("duplicate_column", $"The result has two columns named {twice.Key}; give one another name in the body.");
        }

        _columns = [.. schema.Fields.Select(field => new Column(field.Name, field.DataType.SimpleString, field.IsNullable))];
        _writer = execution.Format == ResultFormat.Json ? new ArrowJsonWriter(schema) : null;
        return null;
    }

    private ResultBatch ToResult(ArrowBatch batch) => _writer is { } writer
        ? new ResultBatch(_columns, writer.Write(batch), default, (int)batch.RowCount, batch.ResponseId)
        : new ResultBatch(_columns, [], batch.Data, (int)batch.RowCount, batch.ResponseId);

    private RequestError? Exceeds(ArrowBatch batch, ResultBatch result)
    {
        // Counted from the result's beginning, so that what an earlier server gave counts as well.
        _rows = Math.Max(_rows, batch.StartOffset) + batch.RowCount;
        _bytes += result.Rows.Sum(row => (long)row.Length) + result.Arrow.Length;
        if (_rows > _limits.Rows)
        {
            return TooLarge(_limits.Rows, "rows");
        }

        return _bytes > _limits.Bytes ? TooLarge(_limits.Bytes, "bytes") : null;
    }

    private static RequestError TooLarge(long limit, string unit) => new(
        "result_too_large",
        string.Create(CultureInfo.InvariantCulture, $"The result has more than {limit} {unit}; narrow the parameters or raise limits.{unit}."));
}
