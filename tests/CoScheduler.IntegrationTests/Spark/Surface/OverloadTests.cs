using CoScheduler.Spark.Connect;
using CoScheduler.Spark.Results;
using CoScheduler.Spark.Sql;
using CoScheduler.Spark.Sql.Streaming;
using CoScheduler.Spark.Sql.Types;
using Xunit;
using static CoScheduler.Spark.Sql.Functions;
using Around = CoScheduler.Spark.Sql.Expressions.Window;

namespace CoScheduler.IntegrationTests.Spark.Surface;

/// <summary>Overloads that no other test happens to take.</summary>
[Collection(ConnectServerTests.Name)]
public sealed class OverloadTests(ConnectServer server)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Settings_OfEachKind_AreSet()
    {
        server.Require();
        using var spark = SparkSession.Builder().Remote(Remote).Config("spark.sql.session.timeZone", "Asia/Tokyo").Config("spark.sql.cbo.joinReorder.card.weight", 0.25).Create();
        var conf = spark.Conf();
        Assert.Equal(("Asia/Tokyo", "0.25"), (conf.Get("spark.sql.session.timeZone"), conf.Get("spark.sql.cbo.joinReorder.card.weight")));
        conf.Set("spark.sql.shuffle.partitions", 7L);
        await conf.SetAsync([new("spark.sql.ansi.enabled", "false"), new("spark.sql.caseSensitive", "true")], Cancelled);
        Assert.Equal(("7", "false", "true"), (conf.Get("spark.sql.shuffle.partitions"), conf.Get("spark.sql.ansi.enabled"), conf.Get("spark.sql.caseSensitive")));
        Assert.Equal("none", conf.Get("spark.of.the.tests", "none"));
    }

    [Fact]
    public void Sessions_Disposed_AreStopped()
    {
        server.Require();
        var spark = new SparkSession(SparkConnectOptions.Parse(Remote));
        Assert.Equal(1, spark.Range(1).Count());
        spark.Dispose();
        Assert.Throws<ObjectDisposedException>(() => spark.Range(1).Count());
    }

    [Fact]
    public async Task Rows_SortedDistinctOneByOne_AreSparks()
    {
        await using var spark = server.Session();
        var numbers = spark.Sql("SELECT * FROM VALUES (2), (1), (2) AS t(n)");
        Assert.Equal([2, 2, 1], numbers.Sort(Col("n").Desc()).ToLocalIterator(prefetchPartitions: true).Select(row => row.GetAs<int>(0)));
        Assert.Equal(2, numbers.DropDuplicates().Count());
        var pair = spark.Range(1).Select(Explode(Expr("map('a', 1)")).As((string[])["k", "v"]));
        Assert.Equal([("a", 1)], pair.Collect<(string, int)>());
        var ranked = numbers.Select(Col("n"), Count("*").Over(Around.OrderBy("n").PartitionBy(Col("n"))).As("c")).Distinct().OrderBy("n");
        Assert.Equal([(1, 1L), (2, 2L)], ranked.Collect<(int, long)>());
    }

    [Fact]
    public async Task LocalRows_MadeByHand_AreWhatSparkMakesThem()
    {
        await using var spark = server.Session();
        var read = spark.Sql("SELECT parse_json('[1]') AS v, make_interval(1, 2, 0, 3, 0, 0, 1.5) AS i").First();
        var variant = read.GetAs<VariantValue>(0);
        var schema = new StructType([new StructField("v", new VariantType()), new StructField("i", new CalendarIntervalType())]);
        var made = new Row(new List<object?> { new VariantValue(variant.Value, variant.Metadata), new CalendarInterval(14, 3, 1_500_000) }, schema);
        var sent = spark.CreateDataFrame([made], schema).Select(ToJson(Col("v")), Col("i").Cast("string"));
        Assert.Equal([("[1]", "1 years 2 months 3 days 1.5 seconds")], sent.Collect<(string, string)>());
        var named = new StructType([new StructField("n", new LongType(), isNullable: false)]);
        Assert.Equal([7L], spark.CreateDataFrame([new { N = 7L }], named).Select("n").Collect<long>());
    }

    [Fact]
    public async Task Types_MadeByHand_AreSparks()
    {
        await using var spark = server.Session();
        DataType[] types =
        [
            new NullType(), new BooleanType(), new ByteType(), new ShortType(), new IntegerType(), new LongType(), new FloatType(), new DoubleType(), new DecimalType(38, 18),
            new StringType(), new BinaryType(), new DateType(), new TimestampType(), new TimestampNtzType(), new TimeType(3), new VariantType(), new CalendarIntervalType(),
            new YearMonthIntervalType(YearMonthField.Year, YearMonthField.Year), new DayTimeIntervalType(DayTimeField.Hour, DayTimeField.Minute),
            new ArrayType(new MapType(new StringType(), new DoubleType(), false), false), new StructType([new StructField("a", new ByteType(), isNullable: false)]),
        ];
        var columns = new StructType(types.Select((type, index) => new StructField($"c{index}", type)));
        Assert.Equal(columns, spark.CreateDataFrame(new List<GenericRow>(), columns).Schema());
        Assert.Equal("struct<c:char(3),v:varchar(4)>", new StructType([new StructField("c", new CharType(3)), new StructField("v", new VarcharType(4))]).SimpleString);
        var level = new StorageLevel(UseDisk: true, UseMemory: true, UseOffHeap: false, Deserialized: false);
        var kept = spark.Range(2).Persist(level);
        Assert.Equal(level, kept.StorageLevel());
        kept.Unpersist();
    }

    [Fact]
    public async Task Batches_OfAnExecution_AreReadAsRows()
    {
        await using var spark = server.Session();
        await using var execution = await spark.ExecuteAsync(spark.Range(3), new ExecuteOptions(), Cancelled);
        var reader = new ArrowRowReader(execution.Schema!);
        var ids = new List<long>();
        await foreach (var batch in execution.ReadBatchesAsync(Cancelled))
        {
            ids.AddRange(batch.Read() is { } records ? reader.Read(records).Select(row => row.GetAs<long>(0)) : []);
        }

        Assert.Equal([0L, 1L, 2L], ids);
    }

    [Fact]
    public async Task Streams_OptionsAndTriggersOfEachKind_AreTaken()
    {
        await using var spark = server.Session();
        using var folder = new TemporaryFolder();
        spark.Range(2).Write().Json(folder.At("in"));
        var numbers = spark.ReadStream().Schema(new StructType([new StructField("id", new LongType())])).Option("multiLine", false).Option("samplingRatio", 0.5).Json(folder.At("in"));
        var query = numbers.WriteStream().Format("memory").QueryName("numbers").Option("kept", 1L).Trigger(Trigger.AvailableNow()).Start();
        query.AwaitTermination();
        Assert.Equal(2, spark.Table("numbers").Count());
        var rate = spark.ReadStream().Format("rate").Load();
        rate.WriteStream().Format("noop").Trigger(Trigger.Continuous(1000)).Start().Stop();
        var refused = Assert.ThrowsAny<CoScheduler.Spark.SparkException>(() => rate.WriteStream().Format("memory").QueryName("real").OutputMode("update").Trigger(Trigger.RealTime("10 seconds")).Start());
        Assert.Contains("REAL_TIME", $"{refused.ErrorClass} {refused.Message}", StringComparison.Ordinal);
    }

    private string Remote => $"sc://127.0.0.1:{server.Endpoint.Port}/;token={ConnectServer.Token};user_id=overloads";
}
