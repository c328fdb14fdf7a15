using CoScheduler.Spark.Sql.Pipelines;

namespace CoScheduler.Spark.Sql;

/// <content>Pipelines of SQL scripts.</content>
public sealed partial class SparkSession
{
    /// <summary>Begins a pipeline: a graph of tables and views that SQL scripts will describe.</summary>
    /// <param name="options">Where its tables are; null for the session's own database.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The pipeline, without tables yet.</returns>
    /// <exception cref="SparkException">The database is unknown.</exception>
    public Task<Pipeline> CreatePipelineAsync(PipelineOptions? options = null, CancellationToken cancellationToken = default) =>
        Pipeline.CreateAsync(this, options ?? new PipelineOptions(), cancellationToken);
}
