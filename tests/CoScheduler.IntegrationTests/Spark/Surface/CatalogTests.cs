using CoScheduler.Spark;
using CoScheduler.Spark.Sql;
using CoScheduler.Spark.Sql.Types;
using Xunit;

namespace CoScheduler.IntegrationTests.Spark.Surface;

/// <summary>Databases, tables, views and functions.</summary>
[Collection(ConnectServerTests.Name)]
public sealed class CatalogTests(ConnectServer server)
{
    private static readonly StructType s_schema = new([new StructField("id", new LongType())]);

    private readonly string _database = $"db_{Guid.NewGuid():N}";

    [Fact]
    public async Task Databases_MadeAndDropped_AreListed()
    {
        await using var spark = server.Session();
        var catalog = spark.Catalog;
        Assert.Equal("spark_catalog", catalog.CurrentCatalog());
        catalog.SetCurrentCatalog("spark_catalog");
        Assert.Contains(catalog.ListCatalogs().Collect(), row => Equals(row.Get("name"), "spark_catalog"));
        Assert.Single(catalog.ListCatalogs("spark*").Collect());
        catalog.CreateDatabase(_database, properties: new Dictionary<string, string> { ["who"] = "tests" });
        catalog.CreateDatabase(_database, ifNotExists: true);
        Assert.True(catalog.DatabaseExists(_database));
        Assert.Contains(catalog.ListDatabases().Collect(), row => Equals(row.Get("name"), _database));
        Assert.Single(catalog.ListDatabases(_database).Collect());
        Assert.Equal(_database, catalog.GetDatabase(_database).Name);
        Assert.Equal("spark_catalog", catalog.GetDatabase(_database).CatalogName);
        catalog.SetCurrentDatabase(_database);
        Assert.Equal(_database, catalog.CurrentDatabase());
        catalog.SetCurrentDatabase("default");
        catalog.DropDatabase(_database, ifExists: true, cascade: true);
        Assert.False(catalog.DatabaseExists(_database));
        Assert.Throws<AnalysisException>(() => catalog.GetDatabase(_database));
    }

    [Fact]
    public async Task Functions_OfSpark_AreFound()
    {
        await using var spark = server.Session();
        var catalog = spark.Catalog;
        Assert.True(catalog.ListFunctions().Count() > 400);
        Assert.True(catalog.ListFunctions("default").Count() > 400);
        Assert.True(catalog.FunctionExists("upper"));
        Assert.False(catalog.FunctionExists("default", "no_such"));
        Assert.True(catalog.GetFunction("upper").IsTemporary);
        Assert.Throws<AnalysisException>(() => catalog.GetFunction("default", "no_such"));
    }

    [Fact]
    public async Task Tables_MadeAnalyzedTruncatedDropped_DoSo()
    {
        await using var spark = server.Session();
        using var folder = new TemporaryFolder();
        var catalog = spark.Catalog;
        var table = $"t_{Guid.NewGuid():N}";
        Assert.Equal(0, catalog.CreateTable(table, "parquet", s_schema, "noted", new Dictionary<string, string>()).Count());
        spark.Range(3).Write().InsertInto(table);
        Assert.Equal("noted", catalog.GetTable(table).Description);
        Assert.Equal("MANAGED", catalog.GetTable("default", table).TableType);
        Assert.True(catalog.TableExists(table));
        Assert.True(catalog.TableExists("default", table));
        Assert.Contains(catalog.ListTables().Collect(), row => Equals(row.Get("name"), table));
        Assert.Contains(catalog.ListTables("default").Collect(), row => Equals(row.Get("name"), table));
        Assert.Equal(["id"], catalog.ListColumns(table).Collect().Select(row => row.Get("name")));
        Assert.Equal(["id"], catalog.ListColumns("default", table).Collect().Select(row => row.Get("name")));
        Assert.Contains("CREATE TABLE", catalog.GetCreateTableString(table), StringComparison.Ordinal);
        catalog.AnalyzeTable(table);
        catalog.AnalyzeTable(table, noScan: true);
        catalog.RefreshTable(table);
        catalog.CacheTable(table);
        Assert.True(catalog.IsCached(table));
        catalog.UncacheTable(table);
        catalog.CacheTable(table, StorageLevel.DISK_ONLY);
        catalog.UncacheTable(table);
        Assert.False(catalog.IsCached(table));
        catalog.TruncateTable(table);
        Assert.Equal(0, spark.Table(table).Count());
        catalog.DropTable(table);
        catalog.DropTable(table, ifExists: true);
        Assert.Throws<AnalysisException>(() => catalog.GetTable(table));
    }

    [Fact]
    public async Task Tables_OfFiles_AreMadeInEachWay()
    {
        await using var spark = server.Session();
        using var folder = new TemporaryFolder();
        var catalog = spark.Catalog;
        var table = $"t_{Guid.NewGuid():N}";
        spark.Range(3).Write().Parquet(folder.At("rows"));
        var options = new Dictionary<string, string> { ["path"] = folder.At("rows") };
        Assert.Equal(3, catalog.CreateTable($"{table}_a", folder.At("rows")).Count());
        Assert.Equal(3, catalog.CreateTable($"{table}_b", folder.At("rows"), "parquet").Count());
        Assert.Equal(3, catalog.CreateTable($"{table}_c", "parquet", options).Count());
        Assert.Equal(3, catalog.CreateTable($"{table}_d", "parquet", s_schema, options).Count());
        Assert.Equal(3, catalog.CreateTable($"{table}_e", "parquet", "noted", options).Count());
        catalog.RefreshByPath(folder.At("rows"));
        spark.Sql($"CREATE TABLE {table}_p (id BIGINT, p BIGINT) USING parquet PARTITIONED BY (p)");
        spark.Sql($"INSERT INTO {table}_p SELECT id, id % 2 FROM range(3)");
        Assert.Equal(2, catalog.ListPartitions($"{table}_p").Count());

        // A lean installation lacks the library that looks through folders in parallel.
        var recovering = Record.Exception(() => catalog.RecoverPartitions($"{table}_p"));
        Assert.True(recovering is null || recovering.Message.Contains("parallel/TaskSupport", StringComparison.Ordinal), recovering?.Message);
        foreach (var suffix in "abcdep")
        {
            catalog.DropTable($"{table}_{suffix}");
        }
    }

    [Fact]
    public async Task Views_MadeAndDropped_AreListed()
    {
        await using var spark = server.Session();
        var catalog = spark.Catalog;
        spark.Range(1).CreateOrReplaceTempView("v");
        Assert.True(catalog.GetTable("v").IsTemporary);
        Assert.Contains(catalog.ListViews().Collect(), row => Equals(row.Get("name"), "v"));
        Assert.Single(catalog.ListViews("default", "v").Collect());
        Assert.True(catalog.DropTempView("v"));
        Assert.False(catalog.DropTempView("v"));
        Assert.False(catalog.DropGlobalTempView("no_such"));
        var view = $"v_{Guid.NewGuid():N}";
        spark.Sql($"CREATE VIEW {view} AS SELECT 1 AS one");
        catalog.DropView(view);
        catalog.DropView(view, ifExists: true);
        Assert.False(catalog.TableExists(view));
    }
}
