using CoScheduler.Spark.Sql;
using CoScheduler.Spark.Sql.Expressions;
using CoScheduler.Spark.Sql.Streaming;
using CoScheduler.Spark.Sql.Types;
using Xunit;
using static CoScheduler.Spark.Sql.Functions;

namespace CoScheduler.IntegrationTests.Spark.Surface;

/// <summary>Programs as they are written for Microsoft.Spark: that they compile with these usings in place of its own is the half of the test.</summary>
[Collection(ConnectServerTests.Name)]
public sealed class MicrosoftSparkProgramTests(ConnectServer server)
{
    [Fact]
    public void Basics_ReadSelectFilterGroupAndSql_Run()
    {
        using var folder = new TemporaryFolder();
        SparkSession spark = Session("basics");
        Directory.CreateDirectory(folder.At(""));
        File.WriteAllLines(folder.At("people.json"), ["""{"name":"Michael"}""", """{"name":"Andy", "age":30}""", """{"name":"Justin", "age":19}"""]);
        DataFrame df = spark.Read().Json(folder.At("people.json"));
        df.PrintSchema();
        df.Show(10, 5);
        df.Select("name", "age", "age").Show();
        df.Select(df["name"], df["age"] + 1).Show();
        df.Select(Col("age").Gt(20).And(Col("name").StartsWith("A"))).Show();
        Assert.Equal(1, df.Filter(df["age"] > 21).Count());
        Assert.Equal(1, df.Filter("age > 21").Count());
        Assert.Equal(3, df.GroupBy("age").Count().Count());
        df.CreateOrReplaceTempView("people");
        foreach (Row row in spark.Sql("SELECT name, age FROM people WHERE age IS NOT NULL ORDER BY age").Collect())
        {
            Assert.Equal(row.GetAs<string>("name") == "Andy" ? 30L : 19L, row.GetAs<long>("age"));
            Assert.Equal(row[0], row.Get("name"));
        }

        Row first = df.OrderBy(Desc("name")).First();
        Assert.Equal((2, "Michael"), (first.Size(), first.GetAs<string>(df.Columns().ToList().IndexOf("name"))));
        df.Na().Fill(0L).WithColumn("old", When(Col("age") > 20, Lit("yes")).Otherwise(Lit("no"))).Drop("age").Write().Mode(SaveMode.Overwrite).Parquet(folder.At("out"));
        Assert.Equal(1, spark.Read().Parquet(folder.At("out")).Where(Col("old").EqualTo("yes")).Count());
        spark.Stop();
    }

    [Fact]
    public void Rows_OfASchema_JoinedAndRanked_Run()
    {
        SparkSession spark = Session("rows");
        var schema = new StructType(
        [
            new StructField("Name", new StringType()),
            new StructField("Shop", new StringType(), isNullable: false),
            new StructField("Price", new DoubleType()),
        ]);
        DataFrame orders = spark.CreateDataFrame(new List<GenericRow> { new(["pen", "a", 1.5]), new(["ink", "a", 4.0]), new(["pen", "b", 2.0]) }, schema);
        DataFrame shops = spark.CreateDataFrame(new List<string> { "a", "b" }).WithColumnRenamed("_1", "Id");
        WindowSpec window = CoScheduler.Spark.Sql.Expressions.Window.PartitionBy("Shop").OrderBy(Col("Price").Desc());
        DataFrame ranked = orders.Join(shops, orders["Shop"] == shops["Id"], "inner")
            .WithColumn("Rank", RowNumber().Over(window))
            .WithColumn("Before", Lag(Col("Price"), 1).Over(window));
        Assert.Equal(["ink", "pen"], ranked.Where("Rank = 1").OrderBy("Shop").Select("Name").Collect().Select(row => row.GetAs<string>(0)));
        IEnumerable<Row> totals = orders.GroupBy("Shop").Agg(Sum("Price").Alias("Total"), CountDistinct("Name"), Max(Col("Price"))).Sort(Asc("Shop")).ToLocalIterator();
        Assert.Equal([5.5, 2.0], totals.Select(row => row.GetAs<double>("Total")));
        Assert.Equal(3, orders.Union(orders).Distinct().Cache().Count());
        spark.Stop();
    }

    [Fact]
    public void Stream_FilesToMemory_Runs()
    {
        using var folder = new TemporaryFolder();
        SparkSession spark = Session("stream");
        spark.Range(5).Write().Option("header", true).Mode("overwrite").Csv(folder.At("in"));
        DataFrame lines = spark.ReadStream().Option("header", true).Schema("id INT").Csv(folder.At("in"));
        StreamingQuery query = lines.GroupBy(Col("id") % 2).Count().WriteStream().OutputMode("complete").Format("memory").QueryName("parities").Trigger(Trigger.Once()).Start();
        query.AwaitTermination();
        Assert.Equal(2, spark.Table("parities").Count());
        spark.Stop();
    }

    private SparkSession Session(string name)
    {
        server.Require();
        return SparkSession.Builder().AppName(name).Config("spark.sql.shuffle.partitions", 2)
            .Remote($"sc://127.0.0.1:{server.Endpoint.Port}/;token={ConnectServer.Token};user_id={name}").GetOrCreate();
    }
}
