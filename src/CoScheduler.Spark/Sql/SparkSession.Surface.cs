using CoScheduler.Spark.Protocol;
using CoScheduler.Spark.Sql.Streaming;
using Response = CoScheduler.Spark.Protocol.ExecutePlanResponse.ResponseTypeOneofCase;

namespace CoScheduler.Spark.Sql;

/// <content>What hangs on a session.</content>
public sealed partial class SparkSession
{
    private static readonly AsyncLocal<SparkSession?> s_active = new();
    private static SparkSession? s_default;
    private StreamingQueryManager? _streams;

    /// <summary>The databases, tables, views and functions that the session sees.</summary>
    public Catalog.Catalog Catalog => new(this);

    /// <summary>Makes a session the one that <see cref="Active"/> gives in this flow of control.</summary>
    /// <param name="session">The session.</param>
    public static void SetActiveSession(SparkSession session) => s_active.Value = session;

    /// <summary>Takes back <see cref="SetActiveSession"/>.</summary>
    public static void ClearActiveSession() => s_active.Value = null;

    /// <summary>The session that was made active in this flow of control.</summary>
    /// <returns>The session; null if there is none or it was stopped.</returns>
    public static SparkSession? GetActiveSession() => s_active.Value is { HasEnded: false } session ? session : null;

    /// <summary>Makes a session the one that <see cref="Active"/> gives where none is active.</summary>
    /// <param name="session">The session.</param>
    public static void SetDefaultSession(SparkSession session) => Volatile.Write(ref s_default, session);

    /// <summary>Takes back <see cref="SetDefaultSession"/>.</summary>
    public static void ClearDefaultSession() => Volatile.Write(ref s_default, null);

    /// <summary>The session that was made the default: <see cref="Sql.Builder.GetOrCreate"/> makes the first one so.</summary>
    /// <returns>The session; null if there is none or it was stopped.</returns>
    public static SparkSession? GetDefaultSession() => Volatile.Read(ref s_default) is { HasEnded: false } session ? session : null;

    /// <summary>The active session, or else the default one.</summary>
    /// <returns>The session.</returns>
    /// <exception cref="InvalidOperationException">There is neither.</exception>
    public static SparkSession Active() => GetActiveSession() ?? GetDefaultSession()
        ?? throw new InvalidOperationException("No session is active: make one by SparkSession.Builder().");

    /// <summary>Reads sources that go on for ever.</summary>
    /// <returns>A reader.</returns>
    public DataStreamReader ReadStream() => new(this);

    /// <summary>The session's streaming queries.</summary>
    /// <returns>The queries.</returns>
    public StreamingQueryManager Streams() => LazyInitializer.EnsureInitialized(ref _streams, () => new StreamingQueryManager(this));

    /// <summary>Numbers in a column <c>id</c>, in partitions.</summary>
    /// <param name="start">The first.</param>
    /// <param name="end">The first that is left out.</param>
    /// <param name="step">The distance between two.</param>
    /// <param name="numPartitions">How many partitions.</param>
    /// <returns>The query of them.</returns>
    public DataFrame Range(long start, long end, long step, int numPartitions) =>
        Frame(new Relation { Range = new Protocol.Range { Start = start, End = end, Step = step, NumPartitions = numPartitions } });

    /// <summary>A function that gives a table, for example <c>range</c>, <c>explode</c> or <c>stack</c>.</summary>
    /// <param name="functionName">Its name.</param>
    /// <param name="columns">Its arguments.</param>
    /// <returns>The query of its rows.</returns>
    public DataFrame TableFunction(string functionName, params Column[] columns) => Frame(new Relation
    {
        UnresolvedTableValuedFunction = new UnresolvedTableValuedFunction { FunctionName = functionName, Arguments = { Arguments.Of(columns) } },
    });

    /// <summary>Gives a command to a runner that is installed on the server (<c>ExternalCommandRunner</c>).</summary>
    /// <param name="runner">The runner's class.</param>
    /// <param name="command">The command.</param>
    /// <param name="options">Options of the runner.</param>
    /// <returns>What it answered.</returns>
    public DataFrame ExecuteCommand(string runner, string command, IEnumerable<KeyValuePair<string, string>> options)
    {
        var external = new ExecuteExternalCommand { Runner = runner, Command = command };
        external.Options.Add(options.ToDictionary(StringComparer.Ordinal));
        var result = Blocking.Run(() => RunAsync(new Command { ExecuteExternalCommand = external }, CancellationToken.None));
        return Frame(result ?? throw new SparkException("Spark answered a command without a result."));
    }

    /// <summary>Not here: C# cannot run on Spark's executors. <see cref="RegisterJavaFunction"/> registers functions that are on the server.</summary>
    /// <returns>Nothing.</returns>
    /// <exception cref="NotSupportedException">Always; it says what to do instead.</exception>
    public object Udf() => throw Unsupported.Code(
        "Udf", "write the function in SQL (CREATE TEMPORARY FUNCTION f(x INT) RETURNS INT RETURN x + 1), from Functions, or register a Java class with RegisterJavaFunction");

    /// <summary>Gives a Java class on the server's class path a name that SQL and <see cref="Functions.CallFunction"/> call it by.</summary>
    /// <param name="name">The name.</param>
    /// <param name="className">The class, an <c>org.apache.spark.sql.api.java.UDFn</c>.</param>
    /// <param name="returnType">The type of its results; null for the class's own.</param>
    public void RegisterJavaFunction(string name, string className, Types.DataType? returnType = null)
    {
        var java = new JavaUDF { ClassName = className };
        if (returnType is not null)
        {
            java.OutputType = new DataType { Unparsed = new() { DataTypeString = returnType.Ddl } };
        }

        var function = new CommonInlineUserDefinedFunction { FunctionName = name, Deterministic = true, JavaUdf = java };
        Blocking.Run(() => RunAsync(new Command { RegisterFunction = function }, CancellationToken.None));
    }

    /// <summary>The columns that a DDL text says; asks the server, whose grammar it is.</summary>
    internal DataType ParseDdl(string ddl)
    {
        var request = new AnalyzePlanRequest { DdlParse = new() { DdlString = ddl } };
        return Blocking.Run(() => AnalyzeAsync(request, CancellationToken.None)).DdlParse.Parsed;
    }

    /// <summary>Runs a command to its end.</summary>
    /// <returns>The response that has its result.</returns>
    internal async Task<ExecutePlanResponse> CommandAsync(Command command, CancellationToken cancellationToken)
    {
        await using var execution = await ExecuteAsync(command, cancellationToken);
        ExecutePlanResponse? result = null;
        while (await execution.ReadResponseAsync(cancellationToken) is { } response)
        {
            result = IsResult(response) ? response : result;
        }

        return result ?? throw new SparkException("Spark answered a command without a result.");
    }

    private void ThrowIfEnded()
    {
        if (HasEnded)
        {
            throw Connect.SessionClient.Ended();
        }
    }

    private static bool IsResult(ExecutePlanResponse response) =>
        response.ResponseTypeCase is not (Response.None or Response.ExecutionProgress or Response.ResultComplete);

    internal Task<Connect.SparkExecution> ExecuteAsync(Command command, CancellationToken cancellationToken) =>
        ExecuteAsync(new Plan { Command = command }, new Connect.ExecuteOptions(), cancellationToken);
}
