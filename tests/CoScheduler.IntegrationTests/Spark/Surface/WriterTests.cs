using CoScheduler.Spark;
using CoScheduler.Spark.Sql;
using CoScheduler.Spark.Sql.Types;
using Xunit;
using static CoScheduler.Spark.Sql.Functions;

namespace CoScheduler.IntegrationTests.Spark.Surface;

/// <summary>Readers and writers of files and tables.</summary>
[Collection(ConnectServerTests.Name)]
public sealed class WriterTests(ConnectServer server)
{
    private static readonly StructType s_schema = new([new StructField("id", new LongType()), new StructField("name", new StringType())]);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Files_WrittenAndRead_AreTheSameRows()
    {
        await using var spark = server.Session();
        using var folder = new TemporaryFolder();
        var rows = Rows(spark);
        rows.Write().Parquet(folder.At("parquet"));
        rows.Write().Orc(folder.At("orc"));
        rows.Write().Json(folder.At("json"));
        rows.Write().Option("header", true).Csv(folder.At("csv"));
        rows.Select("name").Write().Text(folder.At("text"));
        rows.Write().Option("rowTag", "row").Xml(folder.At("xml"));
        rows.Write().Format("json").PartitionBy("id").Mode(SaveMode.Overwrite).Options(new Dictionary<string, string> { ["x"] = "y" }).Option("n", 1L).Option("d", 0.5).Save(folder.At("parts"));
        rows.Write().Format("json").Option("path", folder.At("option")).Save();
        Assert.Equal(2, spark.Read().Parquet(folder.At("parquet")).Count());
        Assert.Equal(2, spark.Read().Orc(folder.At("orc")).Count());
        Assert.Equal(2, spark.Read().Schema(s_schema).Json(folder.At("json")).Count());
        Assert.Equal(["0", "1"], spark.Read().Option("header", true).Csv(folder.At("csv")).OrderBy("id").Collect().Select(row => row.Get("id")));
        Assert.Equal(2, spark.Read().Text(folder.At("text")).Count());
        Assert.Equal(2, spark.Read().Option("rowTag", "row").Xml(folder.At("xml")).Count());
        Assert.Equal(2, spark.Read().Format("json").Schema("name STRING, id INT").Options(new Dictionary<string, string> { ["x"] = "y" }).Load(folder.At("parts")).Count());
        Assert.Equal(2, spark.Read().Format("json").Option("path", folder.At("option")).Option("n", 1L).Option("d", 0.5).Load().Count());
        Assert.Equal(4, spark.Read().Format("json").Load(folder.At("json"), folder.At("option")).Count());
        Assert.True(Directory.Exists(Path.Combine(folder.At("parts"), "id=0")));
    }

    [Fact]
    public async Task Modes_OfAWrite_DoWhatTheySay()
    {
        await using var spark = server.Session();
        using var folder = new TemporaryFolder();
        var path = folder.At("rows");
        Rows(spark).Write().Mode("error").Json(path);
        Assert.Throws<AnalysisException>(() => Rows(spark).Write().Mode(SaveMode.ErrorIfExists).Json(path));
        Rows(spark).Write().Mode("append").Json(path);
        Rows(spark).Write().Mode(SaveMode.Ignore).Json(path);
        Assert.Equal(4, spark.Read().Json(path).Count());
        Rows(spark).Write().Mode("overwrite").Json(path);
        Assert.Equal(2, spark.Read().Json(path).Count());
        Assert.Contains("append", Assert.Throws<ArgumentException>(() => Rows(spark).Write().Mode("sometimes")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_OfAQuery_AreParsed()
    {
        await using var spark = server.Session();
        Assert.Equal(1L, spark.Read().Json(spark.Sql("""SELECT '{"a":1}' AS value""")).First().Get("a"));
        Assert.Equal(2, spark.Read().Schema("a INT, b STRING").Csv(spark.Sql("SELECT '2,x' AS value")).First().Get("a"));
    }

    [Fact]
    public async Task Tables_WrittenInsertedBucketed_AreRead()
    {
        await using var spark = server.Session();
        var table = $"t_{Guid.NewGuid():N}";
        Rows(spark).Write().Format("parquet").BucketBy(2, "id").SortBy("id").SaveAsTable(table);
        Rows(spark).Write().InsertInto(table);
        await Rows(spark).Write().Mode(SaveMode.Append).Format("parquet").BucketBy(2, "id").SortBy("id").SaveAsTableAsync(table, Cancelled);
        Assert.Equal(6, spark.Table(table).Count());
        Assert.Equal(6, spark.Read().Table(table).Count());
        spark.Sql($"DROP TABLE {table}");
        var clustered = Assert.ThrowsAny<SparkException>(() => Rows(spark).Write().Format("parquet").ClusterBy("id").PartitionBy("id").SaveAsTable(table));
        Assert.Contains("CLUSTER", $"{clustered.ErrorClass} {clustered.Message}", StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task WriteTo_ATableOfTheSession_IsMade()
    {
        await using var spark = server.Session();
        var table = $"t_{Guid.NewGuid():N}";
        spark.Range(3).WriteTo(table).Using("parquet").TableProperty("who", "tests").Option("compression", "zstd").Option("b", true).Option("n", 1L).Option("d", 0.5)
            .Options(new Dictionary<string, string> { ["x"] = "y" }).Create();
        Assert.Equal(3, spark.Table(table).Count());
        Assert.Contains(spark.Catalog.GetTableProperties(table).Collect(), row => Equals(row[0], "who") && Equals(row[1], "tests"));
        Assert.ThrowsAny<SparkException>(() => spark.Range(3).WriteTo(table).Using("parquet").Create());
        spark.Sql($"DROP TABLE {table}");
    }

    // Spark's own catalog of files cannot do the rest; its errors show that it understood what it was asked.
    [Fact]
    public async Task WriteTo_WhatFilesCannot_IsRefusedBySpark()
    {
        await using var spark = server.Session();
        var table = $"t_{Guid.NewGuid():N}";
        spark.Range(3).Write().Format("parquet").SaveAsTable(table);
        var writer = spark.Range(3).WriteTo(table);
        Assert.ThrowsAny<SparkException>(() => writer.Append());
        Assert.ThrowsAny<SparkException>(() => writer.Overwrite(Col("id") > 1));
        Assert.ThrowsAny<SparkException>(() => writer.OverwritePartitions());
        Assert.ThrowsAny<SparkException>(() => writer.Replace());
        Assert.ThrowsAny<SparkException>(() => writer.CreateOrReplace());
        Assert.ThrowsAny<SparkException>(() => spark.Range(3).WriteTo($"{table}_b").Using("parquet").PartitionedBy(Bucket(2, Col("id")), Years(Col("id"))).Create());
        Assert.ThrowsAny<SparkException>(() => spark.Range(3).WriteTo($"{table}_c").Using("parquet").ClusterBy("id").PartitionedBy(Days(Col("id"))).Create());
        var merge = spark.Range(3).As("s").MergeInto(table, Expr($"{table}.id = s.id"))
            .WhenMatched(Col("s.id") > 1).Update(new Dictionary<string, Column> { ["id"] = Col("s.id") }).WhenMatched().Delete()
            .WhenNotMatched().InsertAll().WhenNotMatchedBySource().UpdateAll().WithSchemaEvolution();
        var error = Assert.ThrowsAny<SparkException>(() => merge.Merge());
        Assert.Contains("Merge", error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.ThrowsAny<SparkException>(() => spark.Range(1).As("s").MergeInto(table, Lit(true)).WhenMatched().UpdateAll().WhenNotMatched(Lit(true)).Insert(new Dictionary<string, Column> { ["id"] = Lit(1) })
            .WhenNotMatchedBySource(Lit(true)).Delete().Merge());
        spark.Sql($"DROP TABLE {table}");
    }

    [Fact]
    public async Task Jdbc_WithoutADriver_SaysSo()
    {
        await using var spark = server.Session();
        var properties = new Dictionary<string, string> { ["user"] = "u" };
        Assert.ThrowsAny<SparkException>(() => spark.Read().Jdbc("jdbc:none://h", "t", properties).Count());
        Assert.ThrowsAny<SparkException>(() => spark.Read().Jdbc("jdbc:none://h", "t", "id", 0, 9, 3, properties).Count());
        Assert.ThrowsAny<SparkException>(() => spark.Read().Jdbc("jdbc:none://h", "t", ["id < 1"], properties).Count());
        Assert.ThrowsAny<SparkException>(() => spark.Range(1).Write().Jdbc("jdbc:none://h", "t", properties));
    }

    private static DataFrame Rows(SparkSession spark) => spark.Range(2).WithColumn("name", Concat(Lit("n"), Col("id").Cast("string")));
}
