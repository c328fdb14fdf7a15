using CoScheduler.Spark;
using CoScheduler.Spark.Sql.Pipelines;
using Xunit;

namespace CoScheduler.IntegrationTests.Spark.Local;

/// <summary>Pipelines that SQL scripts describe.</summary>
[Collection(ConnectServerTests.Name)]
public sealed class PipelineTests(ConnectServer server)
{
    private const string Script = """
        CREATE TEMPORARY VIEW evens AS SELECT id FROM range(10) WHERE id % 2 = 0;
        CREATE MATERIALIZED VIEW {0} AS SELECT count(*) AS n, sum(id) AS total FROM evens;
        """;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_ScriptWithTwoViews_MakesTheTable()
    {
        await using var spark = server.Session();
        var table = $"pipeline_{Guid.NewGuid():N}";
        var storage = Directory.CreateTempSubdirectory("pipeline-").FullName;
        await using (var pipeline = await spark.CreatePipelineAsync(new PipelineOptions { Storage = $"file://{storage}", DefaultDatabase = "default" }, Cancelled))
        {
            var script = Path.Combine(storage, "totals.sql");
            await File.WriteAllTextAsync(script, string.Format(null, Script, table), Cancelled);
            await pipeline.DefineSqlFilesAsync([script], Cancelled);
            var dry = await pipeline.RunAsync(new PipelineRunOptions { DryRun = true }, Cancelled).ToListAsync(Cancelled);
            Assert.Contains(dry, happened => happened.Message.Contains("COMPLETED", StringComparison.Ordinal));
            Assert.False(spark.Catalog.TableExists(table));
            var events = await pipeline.RunAsync(cancellationToken: Cancelled).ToListAsync(Cancelled);
            Assert.Contains(events, happened => happened.Message.Contains(table, StringComparison.Ordinal));
        }

        Assert.Equal([(5L, 20L)], await spark.Table(table).CollectAsync<(long, long)>(Cancelled));
        spark.Sql($"DROP TABLE {table}");
        Directory.Delete(storage, recursive: true);
    }

    [Fact]
    public async Task Define_WrongSql_SaysWhere()
    {
        await using var spark = server.Session();
        await using var pipeline = await spark.CreatePipelineAsync(cancellationToken: Cancelled);
        var error = await Assert.ThrowsAnyAsync<SparkException>(() => pipeline.DefineSqlAsync("CREATE MATERIALISED VIEW a AS SELECT 1;", cancellationToken: Cancelled));
        Assert.Equal("PARSE_SYNTAX_ERROR", error.ErrorClass);
    }
}
