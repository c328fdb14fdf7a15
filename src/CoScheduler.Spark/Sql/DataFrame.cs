using System.Runtime.CompilerServices;
using Apache.Arrow;
using CoScheduler.Spark.Connect;
using CoScheduler.Spark.Protocol;
using CoScheduler.Spark.Results;
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

    /// <summary>Runs it and keeps all its rows in memory.</summary>
    /// <returns>The rows.</returns>
    public IReadOnlyList<Row> Collect() => Blocking.Run(() => CollectAsync());

    /// <summary>Runs it and keeps all its rows in memory.</summary>
    /// <param name="cancellationToken">Interrupts it on the server.</param>
    /// <returns>The rows.</returns>
    /// <exception cref="SparkException">It is wrong, or failed.</exception>
    public async Task<IReadOnlyList<Row>> CollectAsync(CancellationToken cancellationToken = default)
    {
        await using var execution = await _session.ExecuteAsync(this, new ExecuteOptions(), cancellationToken);
        var rows = new List<Row>();
        while (await execution.ReadBatchAsync(cancellationToken) is { } batch)
        {
            if (batch.Read() is { } records)
            {
                rows.AddRange(new ArrowRowReader(execution.Schema ?? ArrowTypes.ToSpark(records.Schema)).Read(records));
            }
        }

        return rows;
    }

    /// <summary>Runs it and gives its rows as they come, in Arrow's form. Batches without rows are left out.</summary>
    /// <param name="cancellationToken">Interrupts it on the server.</param>
    /// <returns>The batches.</returns>
    /// <exception cref="SparkException">It is wrong, or failed.</exception>
    public async IAsyncEnumerable<RecordBatch> ToArrowBatchesAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var execution = await _session.ExecuteAsync(this, new ExecuteOptions(), cancellationToken);
        while (await execution.ReadBatchAsync(cancellationToken) is { } batch)
        {
            if (batch.Read() is { } records)
            {
                yield return records;
            }
        }
    }

    private Task CreateViewAsync(string viewName, bool replace, CancellationToken cancellationToken)
    {
        var view = new CreateDataFrameViewCommand { Input = Relation, Name = viewName, Replace = replace };
        return _session.RunAsync(new Command { CreateDataframeView = view }, cancellationToken);
    }
}
