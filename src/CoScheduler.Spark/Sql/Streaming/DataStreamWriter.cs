using CoScheduler.Spark.Protocol;

namespace CoScheduler.Spark.Sql.Streaming;

/// <summary>Writes the rows of a stream as they come. Each method that sets something changes this writer and gives it back.</summary>
/// <remarks>Sinks in C# (<c>Foreach</c>, <c>ForeachBatch</c>) would run on the server, which has no .NET: write to Kafka or a table and read it here.</remarks>
public sealed class DataStreamWriter
{
    private readonly DataFrame _frame;
    private readonly SourceOptions _options = new();
    private readonly WriteStreamOperationStart _start = new();

    internal DataStreamWriter(DataFrame frame) => _frame = frame;

    /// <summary>Says which rows are written at each batch.</summary>
    /// <param name="outputMode"><c>append</c>, <c>complete</c> or <c>update</c>.</param>
    /// <returns>This.</returns>
    public DataStreamWriter OutputMode(string outputMode)
    {
        _start.OutputMode = outputMode;
        return this;
    }

    /// <summary>Says which rows are written at each batch.</summary>
    /// <param name="outputMode">Which.</param>
    /// <returns>This.</returns>
    public DataStreamWriter OutputMode(OutputMode outputMode) => OutputMode(outputMode.ToString().ToLowerInvariant());

    /// <summary>Names the kind of sink.</summary>
    /// <param name="source">For example <c>kafka</c>, <c>parquet</c>, <c>memory</c>, <c>console</c>, <c>noop</c>.</param>
    /// <returns>This.</returns>
    public DataStreamWriter Format(string source)
    {
        _start.Format = source;
        return this;
    }

    /// <summary>Puts rows with equal values into folders of their own.</summary>
    /// <param name="colNames">The columns.</param>
    /// <returns>This.</returns>
    public DataStreamWriter PartitionBy(params string[] colNames)
    {
        _start.PartitioningColumnNames.Clear();
        _start.PartitioningColumnNames.Add(colNames);
        return this;
    }

    /// <summary>Puts rows with near values of columns into the same files, for sinks that can.</summary>
    /// <param name="colNames">The columns.</param>
    /// <returns>This.</returns>
    public DataStreamWriter ClusterBy(params string[] colNames)
    {
        _start.ClusteringColumnNames.Clear();
        _start.ClusteringColumnNames.Add(colNames);
        return this;
    }

    /// <summary>Sets an option of the sink.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <returns>This.</returns>
    public DataStreamWriter Option(string key, string value)
    {
        _options.Set(key, value);
        return this;
    }

    /// <inheritdoc cref="Option(string, string)" />
    public DataStreamWriter Option(string key, bool value)
    {
        _options.Set(key, value);
        return this;
    }

    /// <inheritdoc cref="Option(string, string)" />
    public DataStreamWriter Option(string key, long value)
    {
        _options.Set(key, value);
        return this;
    }

    /// <inheritdoc cref="Option(string, string)" />
    public DataStreamWriter Option(string key, double value)
    {
        _options.Set(key, value);
        return this;
    }

    /// <summary>Sets options of the sink.</summary>
    /// <param name="options">Their names and values.</param>
    /// <returns>This.</returns>
    public DataStreamWriter Options(IEnumerable<KeyValuePair<string, string>> options)
    {
        _options.Set(options);
        return this;
    }

    /// <summary>Says when new rows are taken in; as fast as it can if it is never said.</summary>
    /// <param name="trigger">When.</param>
    /// <returns>This.</returns>
    public DataStreamWriter Trigger(Trigger trigger)
    {
        ArgumentNullException.ThrowIfNull(trigger);
        trigger.Apply(_start);
        return this;
    }

    /// <summary>Names the query; no two that run in a session have one name.</summary>
    /// <param name="queryName">The name.</param>
    /// <returns>This.</returns>
    public DataStreamWriter QueryName(string queryName)
    {
        _start.QueryName = queryName;
        return this;
    }

    /// <summary>Not here: code would have to run on the server.</summary>
    /// <param name="writer">Not looked at.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="NotSupportedException">Always; it says what to do instead.</exception>
    public DataStreamWriter Foreach(object writer) => throw Unsupported.Code("Foreach", "write to Kafka or a table and read that here");

    /// <summary>Not here: code would have to run on the server.</summary>
    /// <param name="func">Not looked at.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="NotSupportedException">Always; it says what to do instead.</exception>
    public DataStreamWriter ForeachBatch(Action<DataFrame, long> func) =>
        throw Unsupported.Code("ForeachBatch", "write to Kafka or a table and read that here, or run batches of your own with Trigger.AvailableNow");

    /// <summary>Starts it.</summary>
    /// <param name="path">The folder, for sinks of files; null for other sinks.</param>
    /// <returns>The running query.</returns>
    /// <exception cref="SparkException">It is wrong. What shows only when rows come is in <see cref="StreamingQuery.Exception"/>.</exception>
    public StreamingQuery Start(string? path = null) => Blocking.Run(() => StartAsync(path));

    /// <summary>Starts it.</summary>
    /// <param name="path">The folder, for sinks of files; null for other sinks.</param>
    /// <param name="cancellationToken">Stops waiting; a query that was started goes on.</param>
    /// <returns>The running query.</returns>
    /// <exception cref="SparkException">It is wrong. What shows only when rows come is in <see cref="StreamingQuery.Exception"/>.</exception>
    public Task<StreamingQuery> StartAsync(string? path = null, CancellationToken cancellationToken = default) => RunAsync(
        start =>
        {
            if (path is not null)
            {
                start.Path = path;
            }
        },
        cancellationToken);

    /// <summary>Starts it, into a table, which is made if there is none.</summary>
    /// <param name="tableName">The table.</param>
    /// <returns>The running query.</returns>
    public StreamingQuery ToTable(string tableName) => Blocking.Run(() => RunAsync(start => start.TableName = tableName, CancellationToken.None));

    private async Task<StreamingQuery> RunAsync(Action<WriteStreamOperationStart> setTarget, CancellationToken cancellationToken)
    {
        var start = _start.Clone();
        start.Input = _frame.Relation;
        start.Options.Add(_options.Values);
        setTarget(start);
        var session = _frame.SparkSession;
        var response = await session.CommandAsync(new Command { WriteStreamOperationStart = start }, cancellationToken);
        var result = response.WriteStreamOperationStartResult;
        if (result.HasQueryStartedEventJson)
        {
            session.Streams().Started(result.QueryStartedEventJson);
        }

        return new StreamingQuery(session, result.QueryId, result.Name);
    }
}
