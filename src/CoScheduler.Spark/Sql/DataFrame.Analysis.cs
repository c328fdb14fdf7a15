using CoScheduler.Spark.Protocol;
using ExplainMode = CoScheduler.Spark.Protocol.AnalyzePlanRequest.Types.Explain.Types.ExplainMode;

namespace CoScheduler.Spark.Sql;

/// <content>What Spark knows of the query without running it, and what it keeps of it.</content>
public sealed partial class DataFrame
{
    /// <summary>The names of the columns; asks the server each time.</summary>
    /// <returns>The names, in order.</returns>
    public IReadOnlyList<string> Columns() => [.. Schema().Fields.Select(field => field.Name)];

    /// <summary>The names and types of the columns; asks the server each time.</summary>
    /// <returns>The names and Spark's short names of the types, in order.</returns>
    public IEnumerable<Tuple<string, string>> DTypes() => [.. Schema().Fields.Select(field => Tuple.Create(field.Name, field.DataType.SimpleString))];

    /// <summary>Writes the schema to the console, as a tree.</summary>
    public void PrintSchema() => Console.WriteLine(TreeString(null));

    /// <summary>Writes the schema to the console, as a tree.</summary>
    /// <param name="level">How deep.</param>
    public void PrintSchema(int level) => Console.WriteLine(TreeString(level));

    /// <summary>Writes how Spark would run it to the console.</summary>
    /// <param name="extended">Whether with the plans before the physical one.</param>
    public void Explain(bool extended = false) => Explain(extended ? "extended" : "simple");

    /// <summary>Writes how Spark would run it to the console.</summary>
    /// <param name="mode"><c>simple</c>, <c>extended</c>, <c>codegen</c>, <c>cost</c> or <c>formatted</c>.</param>
    public void Explain(string mode) => Console.WriteLine(ExplainString(mode));

    /// <summary>How Spark would run it.</summary>
    /// <param name="mode"><c>simple</c>, <c>extended</c>, <c>codegen</c>, <c>cost</c> or <c>formatted</c>.</param>
    /// <returns>The text, several lines.</returns>
    /// <exception cref="ArgumentException">There is no such mode.</exception>
    public string ExplainString(string mode = "simple")
    {
        ArgumentNullException.ThrowIfNull(mode);
        var kind = mode.ToLowerInvariant() switch
        {
            "simple" => ExplainMode.Simple,
            "extended" => ExplainMode.Extended,
            "codegen" => ExplainMode.Codegen,
            "cost" => ExplainMode.Cost,
            "formatted" => ExplainMode.Formatted,
            _ => throw new ArgumentException($"There is no mode '{mode}'; there are simple, extended, codegen, cost and formatted.", nameof(mode)),
        };
        return Analyze(new() { Explain = new() { Plan = Plan, ExplainMode = kind } }).Explain.ExplainString;
    }

    /// <summary>Whether it can be collected without a job.</summary>
    /// <returns>Whether it can.</returns>
    public bool IsLocal() => Analyze(new() { IsLocal = new() { Plan = Plan } }).IsLocal.IsLocal_;

    /// <summary>Whether it has a source that goes on for ever.</summary>
    /// <returns>Whether it has.</returns>
    public bool IsStreaming() => Analyze(new() { IsStreaming = new() { Plan = Plan } }).IsStreaming.IsStreaming_;

    /// <summary>The files that it reads, as well as Spark can tell.</summary>
    /// <returns>Their addresses.</returns>
    public IEnumerable<string> InputFiles() => Analyze(new() { InputFiles = new() { Plan = Plan } }).InputFiles.Files;

    /// <summary>Whether another query surely gives the same; if not, it may all the same.</summary>
    /// <param name="other">The other query.</param>
    /// <returns>Whether it surely does.</returns>
    public bool SameSemantics(DataFrame other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Analyze(new() { SameSemantics = new() { TargetPlan = Plan, OtherPlan = other.Plan } }).SameSemantics.Result;
    }

    /// <summary>A hash that is equal for queries of <see cref="SameSemantics"/>.</summary>
    /// <returns>The hash.</returns>
    public int SemanticHash() => Analyze(new() { SemanticHash = new() { Plan = Plan } }).SemanticHash.Result;

    /// <summary>Keeps the rows once they have been computed, in memory and on disk what does not fit.</summary>
    /// <returns>This.</returns>
    public DataFrame Persist() => Persist(Sql.StorageLevel.MEMORY_AND_DISK);

    /// <summary>Keeps the rows once they have been computed.</summary>
    /// <param name="storageLevel">Where.</param>
    /// <returns>This.</returns>
    public DataFrame Persist(StorageLevel storageLevel)
    {
        ArgumentNullException.ThrowIfNull(storageLevel);
        Analyze(new() { Persist = new() { Relation = Relation, StorageLevel = storageLevel.ToProtocol() } });
        return this;
    }

    /// <inheritdoc cref="Persist()" />
    public DataFrame Cache() => Persist();

    /// <summary>Drops the rows that <see cref="Persist()"/> kept.</summary>
    /// <param name="blocking">Whether to wait until they are gone.</param>
    /// <returns>This.</returns>
    public DataFrame Unpersist(bool blocking = false)
    {
        Analyze(new() { Unpersist = new() { Relation = Relation, Blocking = blocking } });
        return this;
    }

    /// <summary>Where its rows are kept.</summary>
    /// <returns>The level; <see cref="Sql.StorageLevel.NONE"/> if they are not.</returns>
    public StorageLevel StorageLevel() => Sql.StorageLevel.Of(Analyze(new() { GetStorageLevel = new() { Relation = Relation } }).GetStorageLevel.StorageLevel);

    /// <summary>Writes the rows to the checkpoint directory (<c>spark.checkpoint.dir</c> on the server), so that they need not be computed again.</summary>
    /// <param name="eager">Whether now, rather than when they are first computed.</param>
    /// <returns>The query of the written rows.</returns>
    public DataFrame Checkpoint(bool eager = true) => Checkpointed(eager, isLocal: false);

    /// <summary>Keeps the rows on the executors, so that they need not be computed again while these live.</summary>
    /// <param name="eager">Whether now, rather than when they are first computed.</param>
    /// <returns>The query of the kept rows.</returns>
    public DataFrame LocalCheckpoint(bool eager = true) => Checkpointed(eager, isLocal: true);

    /// <summary>Gives it a name that SQL of all sessions finds it by, under <c>global_temp</c>. It is not run.</summary>
    /// <param name="viewName">The name.</param>
    /// <exception cref="AnalysisException">The query is wrong, or a view of that name exists.</exception>
    public void CreateGlobalTempView(string viewName) => CreateView(viewName, replace: false);

    /// <summary>Gives it a name that SQL of all sessions finds it by, under <c>global_temp</c>, in place of an earlier view. It is not run.</summary>
    /// <param name="viewName">The name.</param>
    /// <exception cref="AnalysisException">The query is wrong.</exception>
    public void CreateOrReplaceGlobalTempView(string viewName) => CreateView(viewName, replace: true);

    private Plan Plan => new() { Root = Relation };

    private string TreeString(int? level)
    {
        var tree = new AnalyzePlanRequest.Types.TreeString { Plan = Plan };
        if (level is { } depth)
        {
            tree.Level = depth;
        }

        return Analyze(new() { TreeString = tree }).TreeString.TreeString_;
    }

    private AnalyzePlanResponse Analyze(AnalyzePlanRequest request) => Blocking.Run(() => _session.AnalyzeAsync(request, CancellationToken.None));

    private DataFrame Checkpointed(bool eager, bool isLocal)
    {
        var command = new Command { CheckpointCommand = new CheckpointCommand { Relation = Relation, Eager = eager, Local = isLocal } };
        var result = Blocking.Run(() => _session.CommandAsync(command, CancellationToken.None)).CheckpointCommandResult;
        return Frame(new Relation { CachedRemoteRelation = result.Relation });
    }

    private void CreateView(string viewName, bool replace)
    {
        var view = new CreateDataFrameViewCommand { Input = Relation, Name = viewName, IsGlobal = true, Replace = replace };
        Blocking.Run(() => _session.RunAsync(new Command { CreateDataframeView = view }, CancellationToken.None));
    }
}
