using System.Runtime.CompilerServices;
using CoScheduler.Spark.Protocol;

namespace CoScheduler.Spark.Sql.Pipelines;

/// <summary>
/// A graph of tables and views that SQL scripts describe (<c>CREATE STREAMING TABLE</c>, <c>CREATE MATERIALIZED VIEW</c>, <c>CREATE FLOW</c>) and that Spark
/// brings up to date in the order in which they depend on one another. Disposing drops the graph, not its tables.
/// </summary>
/// <example>
/// <code>
/// await using var pipeline = await spark.CreatePipelineAsync(new PipelineOptions { Storage = "file:///data/pipeline" });
/// await pipeline.DefineSqlAsync("CREATE MATERIALIZED VIEW totals AS SELECT customer, sum(amount) AS total FROM orders GROUP BY customer");
/// await foreach (var happened in pipeline.RunAsync())
/// {
///     Console.WriteLine(happened.Message);
/// }
/// </code>
/// </example>
public sealed class Pipeline : IAsyncDisposable
{
    private readonly SparkSession _session;
    private readonly PipelineOptions _options;
    private readonly List<(string Text, string FileName)> _scripts = [];
    private bool _hasRun;
    private bool _dropped;

    private Pipeline(SparkSession session, PipelineOptions options, string graphId)
    {
        _session = session;
        _options = options;
        GraphId = graphId;
    }

    /// <summary>The server's id of the graph: another one for each run.</summary>
    public string GraphId { get; private set; }

    internal static async Task<Pipeline> CreateAsync(SparkSession session, PipelineOptions options, CancellationToken cancellationToken) =>
        new(session, options, await GraphAsync(session, options, cancellationToken));

    /// <summary>Adds what a script describes to the graph. It is not run yet.</summary>
    /// <param name="sqlText">The script: one or more statements, each with a semicolon.</param>
    /// <param name="fileName">What errors call the script.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>When Spark has read it.</returns>
    /// <exception cref="SparkException">It is wrong.</exception>
    public async Task DefineSqlAsync(string sqlText, string fileName = "script.sql", CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(sqlText);
        await DescribeAsync(sqlText, fileName, cancellationToken);
        _scripts.Add((sqlText, fileName));
    }

    /// <summary>Adds what the scripts of some files describe.</summary>
    /// <param name="paths">The files, on this machine.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>When Spark has read them.</returns>
    /// <exception cref="SparkException">One of them is wrong.</exception>
    public async Task DefineSqlFilesAsync(IEnumerable<string> paths, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        foreach (var path in paths)
        {
            await DefineSqlAsync(await File.ReadAllTextAsync(path, cancellationToken), path, cancellationToken);
        }
    }

    /// <summary>Brings the graph up to date and tells what happens until it is, or only checks it.</summary>
    /// <param name="options">What to bring up to date, and how; null for all that is new.</param>
    /// <param name="cancellationToken">Interrupts it on the server.</param>
    /// <returns>What happens, as it happens.</returns>
    /// <exception cref="SparkException">The graph is wrong, or a flow failed after its retries.</exception>
    public async IAsyncEnumerable<PipelineEvent> RunAsync(PipelineRunOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (_hasRun)
        {
            await RenewAsync(cancellationToken);
        }

        _hasRun = true;
        var command = new Command { PipelineCommand = new PipelineCommand { StartRun = Start(options ?? new PipelineRunOptions()) } };
        await using var execution = await _session.ExecuteAsync(command, cancellationToken);
        while (await execution.ReadResponseAsync(cancellationToken) is { } response)
        {
            if (response.PipelineEventResult?.Event is { } happened)
            {
                yield return new PipelineEvent(happened.Timestamp.ToDateTimeOffset(), happened.Message);
            }
        }
    }

    /// <summary>Drops the graph; its tables stay.</summary>
    /// <returns>When it is dropped.</returns>
    public async ValueTask DisposeAsync()
    {
        if (!_dropped && !_session.HasEnded)
        {
            _dropped = true;
            await DropAsync(CancellationToken.None);
        }
    }

    private static async Task<string> GraphAsync(SparkSession session, PipelineOptions options, CancellationToken cancellationToken)
    {
        var create = new PipelineCommand.Types.CreateDataflowGraph();
        if (options.DefaultCatalog is { } catalog)
        {
            create.DefaultCatalog = catalog;
        }

        if (options.DefaultDatabase is { } database)
        {
            create.DefaultDatabase = database;
        }

        create.SqlConf.Add(options.Settings);
        var response = await session.CommandAsync(new Command { PipelineCommand = new PipelineCommand { CreateDataflowGraph = create } }, cancellationToken);
        return response.PipelineCommandResult.CreateDataflowGraphResult.DataflowGraphId;
    }

    // The server runs a graph once, a dry run included (SPARK_CONNECT_ILLEGAL_STATE.EXECUTION_STATE_EXECUTE_HOLDER_ALREADY_EXISTS_GRAPH).
    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        await DropAsync(cancellationToken);
        GraphId = await GraphAsync(_session, _options, cancellationToken);
        foreach (var (text, fileName) in _scripts)
        {
            await DescribeAsync(text, fileName, cancellationToken);
        }
    }

    private Task DescribeAsync(string sqlText, string fileName, CancellationToken cancellationToken)
    {
        var define = new PipelineCommand.Types.DefineSqlGraphElements { DataflowGraphId = GraphId, SqlFilePath = fileName, SqlText = sqlText };
        return RunAsync(new PipelineCommand { DefineSqlGraphElements = define }, cancellationToken);
    }

    private Task DropAsync(CancellationToken cancellationToken) =>
        RunAsync(new PipelineCommand { DropDataflowGraph = new() { DataflowGraphId = GraphId } }, cancellationToken);

    private PipelineCommand.Types.StartRun Start(PipelineRunOptions options)
    {
        var start = new PipelineCommand.Types.StartRun { DataflowGraphId = GraphId, Dry = options.DryRun, FullRefreshAll = options.FullRefreshAll };
        start.FullRefreshSelection.Add(options.FullRefresh);
        start.RefreshSelection.Add(options.Refresh);
        if (_options.Storage is { } storage)
        {
            start.Storage = storage;
        }

        return start;
    }

    private Task RunAsync(PipelineCommand command, CancellationToken cancellationToken) =>
        _session.RunAsync(new Command { PipelineCommand = command }, cancellationToken);
}
