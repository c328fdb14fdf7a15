using Apache.Arrow;
using Apache.Arrow.Types;
using CoScheduler.Spark.Sql;
using Xunit;

namespace CoScheduler.IntegrationTests.Spark;

[Collection(ConnectServerTests.Name)]
public sealed class LocalDataTests(ConnectServer server)
{
    private static readonly Schema s_schema = new(
        [new Field("coupon", Int64Type.Default, nullable: false), new Field("name", StringType.Default, nullable: true)], null);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CreateDataFrame_NamedAndJoined_IsFoundBySql()
    {
        await using var spark = server.Session();
        await Frame(spark, 0, 2).CreateOrReplaceTempViewAsync("stock", Cancelled);
        await Frame(spark, 0, 5).CreateOrReplaceTempViewAsync("stock", Cancelled);
        var query = spark.Sql("SELECT name FROM stock JOIN range(10) ON id = coupon WHERE coupon >= :least ORDER BY coupon", [new("least", 2L)]);
        Assert.Equal(["n2", null, "n4"], (await query.CollectAsync(Cancelled)).Select(row => row.Get(0)));
    }

    [Fact]
    public async Task CreateDataFrame_WithoutRows_HasItsColumns()
    {
        await using var spark = server.Session();
        var frame = spark.CreateDataFrame(s_schema, []);
        Assert.Equal("struct<coupon:bigint,name:string>", (await frame.SchemaAsync(Cancelled)).SimpleString);
        Assert.Empty(await frame.CollectAsync(Cancelled));
    }

    [Fact]
    public async Task CreateDataFrame_LargerThanFourMegabytes_IsSentWhole()
    {
        await using var spark = server.Session();
        await Frame(spark, 0, 400_000).CreateOrReplaceTempViewAsync("large", Cancelled);
        var row = Assert.Single(await spark.Sql("SELECT count(*), count(name), max(coupon) FROM large").CollectAsync(Cancelled));
        Assert.Equal([400_000L, 399_999L, 399_999L], row.Values);
    }

    [Fact]
    public async Task Read_FilesWithSchemaAndOptions_GivesTheirRows()
    {
        await using var spark = server.Session();
        var path = Path.Combine(server.Folder, "places.csv");
        await File.WriteAllTextAsync(path, "name;lat\nWien;48.2\nGraz;47.07\n", Cancelled);
        var places = spark.Read().Option("header", true).Option("sep", ";").Schema("name STRING, lat DOUBLE").Csv(path);
        Assert.Equal("struct<name:string,lat:double>", (await places.SchemaAsync(Cancelled)).SimpleString);
        Assert.Equal([48.2, 47.07], (await places.CollectAsync(Cancelled)).Select(row => row.GetAs<double>("lat")).Order().Reverse());
        await spark.RunSqlAsync($"INSERT OVERWRITE DIRECTORY '{server.Folder}/p' USING parquet SELECT id FROM range(5)", Cancelled);
        Assert.Equal(3, spark.Read().Parquet($"{server.Folder}/p").Limit(3).Collect().Count);
    }

    private static DataFrame Frame(SparkSession spark, int from, int to)
    {
        var coupons = new Int64Array.Builder();
        var names = new StringArray.Builder();
        for (var index = from; index < to; index++)
        {
            coupons.Append(index);
            names.Append(index == 3 ? null : $"n{index}");
        }

        return spark.CreateDataFrame(s_schema, [new RecordBatch(s_schema, [coupons.Build(), names.Build()], to - from)]);
    }
}
