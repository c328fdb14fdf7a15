using CoScheduler.Spark.Protocol;
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
    public async Task<Pipeline> CreatePipelineAsync(PipelineOptions? options = null, CancellationToken cancellationToken = default)
    {
        var create = new PipelineCommand.Types.CreateDataflowGraph();
        if (options?.DefaultCatalog is { } catalog)
        {
            create.DefaultCatalog = catalog;
        }

        if (options?.DefaultDatabase is { } database)
        {
            create.DefaultDatabase = database;
        }

        create.SqlConf.Add((options ?? new PipelineOptions()).Settings);
        var response = await CommandAsync(new Command { PipelineCommand = new PipelineCommand { CreateDataflowGraph = create } }, cancellationToken);
        return new Pipeline(this, response.PipelineCommandResult.CreateDataflowGraphResult.DataflowGraphId, options?.Storage);
    }
}
