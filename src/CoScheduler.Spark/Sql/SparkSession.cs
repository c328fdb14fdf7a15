using System.Runtime.CompilerServices;
using CoScheduler.Spark.Connect;
using CoScheduler.Spark.Protocol;
using CoScheduler.Spark.Sql.Types;

namespace CoScheduler.Spark.Sql;

/// <summary>
/// A session on a Spark Connect server (Spark 4.2 or newer). It begins there with the first call, holds temporary views and settings, and is named by its id
/// and user: whoever knows them joins it. May be used by several threads.
/// </summary>
/// <remarks>
/// An execution that is to survive a restart of this process gets ids that are written down first. Afterwards a session with the same id and user goes on with it:
/// <code>
/// var options = new SparkConnectOptions { Endpoint = driver, SessionId = sessionId, UserId = user, ReleaseOnDispose = false };
/// await using var spark = new SparkSession(options);
/// await using var execution = isNew
///     ? await spark.ExecuteAsync(spark.Sql(text, values), new ExecuteOptions { OperationId = operationId })
///     : await spark.ReattachAsync(operationId, idOfTheLastBatchThatWasKept);
/// await foreach (var batch in execution.ReadBatchesAsync(cancellationToken))
/// {
///     await KeepAsync(batch.ResponseId, batch.StartOffset, batch.Data);
/// }
/// </code>
/// </remarks>
/// <example>
/// <code>
/// using var spark = SparkSession.Builder().Remote("sc://localhost:15002").GetOrCreate();
/// foreach (var row in spark.Sql("SELECT :a + 1 AS b", new Dictionary&lt;string, object?&gt; { ["a"] = 1 }).Collect())
/// {
///     Console.WriteLine(row.GetAs&lt;int&gt;("b"));
/// }
/// </code>
/// </example>
public sealed partial class SparkSession : IDisposable, IAsyncDisposable
{
    private readonly SessionClient _client;
    private readonly PlanCompression _compression;
    private long _lastPlanId;
    private int _ended;

    /// <summary>Makes one. Nothing is sent yet.</summary>
    /// <param name="options">Where and as whom.</param>
    public SparkSession(SparkConnectOptions options)
        : this(new SessionClient(new ConnectChannel(Checked(options)), options, options.SessionId ?? Guid.NewGuid()))
    {
    }

    private SparkSession(SessionClient client)
    {
        _client = client;
        _compression = new PlanCompression(client);
    }

    /// <summary>The session's id.</summary>
    public Guid SessionId => _client.SessionId;

    /// <summary>The user that it belongs to.</summary>
    public string UserId => _client.Options.UserId;

    internal bool HasEnded => Volatile.Read(ref _ended) != 0;

    internal SparkConnectOptions Options => _client.Options;

    /// <summary>Describes a session to be made.</summary>
    /// <returns>The description's beginning.</returns>
    public static Builder Builder() => new();

    /// <summary>Another session of the same user over the same connection.</summary>
    /// <param name="sessionId">Its id; null for a new one.</param>
    /// <returns>The session.</returns>
    public SparkSession NewSession(Guid? sessionId = null)
    {
        var id = sessionId ?? Guid.NewGuid();
        return new SparkSession(_client.Fork(id, _client.Options with { SessionId = id }));
    }

    /// <summary>The session's settings.</summary>
    /// <returns>The settings.</returns>
    public RuntimeConfig Conf() => new(_client);

    /// <summary>The query of a SQL text; a command, such as <c>CREATE</c> or <c>INSERT</c>, is run at once, as Spark's own clients do it.</summary>
    /// <param name="sqlText">The text.</param>
    /// <returns>The query, or what the command gave. A query is not sent before it is collected, named or executed.</returns>
    /// <exception cref="SparkException">A command is wrong, or failed.</exception>
    public DataFrame Sql(string sqlText)
    {
        ArgumentNullException.ThrowIfNull(sqlText);
        return SqlText.IsQuery(sqlText) ? Query(sqlText) : Blocking.Run(() => RunSqlAsync(sqlText));
    }

    /// <summary>The query of a SQL text with parameters. Nothing is sent before it is collected, named or executed; commands run then, not now.</summary>
    /// <param name="sqlText">The text, with <c>:name</c> where a value goes.</param>
    /// <param name="args">
    /// The values by name: null, booleans, numbers, <see cref="decimal"/>, <see cref="string"/>, bytes, <see cref="DateOnly"/>, <see cref="DateTimeOffset"/>,
    /// <see cref="DateTime"/> (without a zone: timestamp_ntz), <see cref="TimeSpan"/>, <see cref="TimeOnly"/>, <see cref="YearMonthInterval"/>, and lists of one of them.
    /// </param>
    /// <returns>The query.</returns>
    /// <exception cref="ArgumentException">A value is of a type that Spark has not.</exception>
    [OverloadResolutionPriority(1)]
    public DataFrame Sql(string sqlText, IEnumerable<KeyValuePair<string, object?>> args)
    {
        ArgumentNullException.ThrowIfNull(args);
        var sql = new SQL { Query = sqlText };
        foreach (var (name, value) in args)
        {
            sql.NamedArguments.Add(name, Arguments.Of(value));
        }

        return Frame(new Relation { Sql = sql });
    }

    /// <summary>The query of a SQL text with parameters. Nothing is sent before it is collected, named or executed; commands run then, not now.</summary>
    /// <param name="sqlText">The text, with <c>?</c> where a value goes.</param>
    /// <param name="args">The values in their order, of the types that named ones have.</param>
    /// <returns>The query.</returns>
    /// <exception cref="ArgumentException">A value is of a type that Spark has not.</exception>
    public DataFrame Sql(string sqlText, params object?[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        var sql = new SQL { Query = sqlText };
        sql.PosArguments.Add(args.Select(Arguments.Of));
        return Frame(new Relation { Sql = sql });
    }

    /// <summary>Runs a SQL text for its effect, at once: DDL, settings, inserts.</summary>
    /// <param name="sqlText">The text.</param>
    /// <param name="cancellationToken">Interrupts it on the server.</param>
    /// <returns>What it gave, ready to be collected; a query is not run until then.</returns>
    /// <exception cref="SparkException">It is wrong, or failed.</exception>
    public async Task<DataFrame> RunSqlAsync(string sqlText, CancellationToken cancellationToken = default)
    {
        var result = await RunAsync(new Command { SqlCommand = new SqlCommand { Input = Query(sqlText).Relation } }, cancellationToken);
        return Frame(result ?? throw new SparkException("Spark answered a SQL command without a result."));
    }

    /// <summary>Reads files and other sources of data.</summary>
    /// <returns>A reader.</returns>
    public DataFrameReader Read() => new(this);

    /// <summary>A table or view.</summary>
    /// <param name="tableName">Its name.</param>
    /// <returns>The query of its rows.</returns>
    public DataFrame Table(string tableName) => Read().Table(tableName);

    /// <summary>Numbers in a column <c>id</c>.</summary>
    /// <param name="end">The first that is left out; they begin at 0.</param>
    /// <returns>The query of them.</returns>
    public DataFrame Range(long end) => Range(0, end, 1);

    /// <summary>Numbers in a column <c>id</c>.</summary>
    /// <param name="start">The first.</param>
    /// <param name="end">The first that is left out.</param>
    /// <param name="step">The distance between two.</param>
    /// <returns>The query of them.</returns>
    public DataFrame Range(long start, long end, long step = 1) =>
        Frame(new Relation { Range = new Protocol.Range { Start = start, End = end, Step = step } });

    /// <summary>The server's version of Spark.</summary>
    /// <returns>For example <c>4.3.0</c>.</returns>
    public string Version() => Blocking.Run(() => VersionAsync());

    /// <summary>The server's version of Spark.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>For example <c>4.3.0</c>.</returns>
    public async Task<string> VersionAsync(CancellationToken cancellationToken = default)
    {
        var response = await AnalyzeAsync(new AnalyzePlanRequest { SparkVersion = new() }, cancellationToken);
        return response.SparkVersion.Version;
    }

    /// <summary>
    /// Shows the server that the session is in use: one that was idle for <c>spark.connect.session.manager.defaultSessionTimeout</c> (60 minutes) is ended with
    /// its streaming queries, which do not count as use.
    /// </summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>When the server answered.</returns>
    public Task HeartbeatAsync(CancellationToken cancellationToken = default) => VersionAsync(cancellationToken);

    internal DataFrame Frame(Relation relation)
    {
        relation.Common ??= new RelationCommon();
        relation.Common.PlanId = Interlocked.Increment(ref _lastPlanId);
        return new DataFrame(this, relation);
    }

    internal async Task<StructType> SchemaAsync(DataFrame frame, CancellationToken cancellationToken)
    {
        var request = new AnalyzePlanRequest { Schema = new() { Plan = new Plan { Root = frame.Relation } } };
        var response = await AnalyzeAsync(request, cancellationToken);
        return (StructType)TypeConversion.ToSpark(response.Schema.Schema_);
    }

    private DataFrame Query(string sqlText) => Frame(new Relation { Sql = new SQL { Query = sqlText } });

    private static SparkConnectOptions Checked(SparkConnectOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(options.UserId);
        return options;
    }

    internal async Task<AnalyzePlanResponse> AnalyzeAsync(AnalyzePlanRequest request, CancellationToken cancellationToken)
    {
        ThrowIfEnded();
        await _compression.ApplyAsync(request, cancellationToken);
        return await _client.CallAsync(request, (message, options) => _client.Service.AnalyzePlanAsync(message, options), cancellationToken);
    }
}
