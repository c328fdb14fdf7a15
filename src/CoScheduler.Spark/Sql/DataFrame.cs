using CoScheduler.Spark.Protocol;
using CoScheduler.Spark.Sql.Types;

namespace CoScheduler.Spark.Sql;

/// <summary>A query that was not run yet. It never changes; each method that alters it gives another.</summary>
public sealed partial class DataFrame
{
    private readonly SparkSession _session;

    internal DataFrame(SparkSession session, Relation relation)
    {
        _session = session;
        Relation = relation;
    }

    internal Relation Relation { get; }

    /// <summary>The columns, as Spark resolves them; asks the server each time.</summary>
    /// <returns>The columns.</returns>
    public StructType Schema() => Blocking.Run(() => SchemaAsync());

    /// <summary>The columns, as Spark resolves them; asks the server each time.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The columns.</returns>
    /// <exception cref="AnalysisException">The query is wrong.</exception>
    public Task<StructType> SchemaAsync(CancellationToken cancellationToken = default) => _session.SchemaAsync(this, cancellationToken);

    /// <summary>Gives it a name that SQL of this session finds it by. It is not run.</summary>
    /// <param name="viewName">The name.</param>
    /// <exception cref="AnalysisException">The query is wrong, or a view of that name exists.</exception>
    public void CreateTempView(string viewName) => Blocking.Run(() => CreateViewAsync(viewName, replace: false, CancellationToken.None));

    /// <summary>Gives it a name that SQL of this session finds it by, in place of an earlier view. It is not run.</summary>
    /// <param name="viewName">The name.</param>
    /// <exception cref="AnalysisException">The query is wrong.</exception>
    public void CreateOrReplaceTempView(string viewName) => Blocking.Run(() => CreateOrReplaceTempViewAsync(viewName));

    /// <summary>Gives it a name that SQL of this session finds it by, in place of an earlier view. It is not run.</summary>
    /// <param name="viewName">The name.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>When it has the name.</returns>
    /// <exception cref="AnalysisException">The query is wrong.</exception>
    public Task CreateOrReplaceTempViewAsync(string viewName, CancellationToken cancellationToken = default) =>
        CreateViewAsync(viewName, replace: true, cancellationToken);

    private Task CreateViewAsync(string viewName, bool replace, CancellationToken cancellationToken)
    {
        var view = new CreateDataFrameViewCommand { Input = Relation, Name = viewName, Replace = replace };
        return _session.RunAsync(new Command { CreateDataframeView = view }, cancellationToken);
    }
}
