using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Types;
using CoScheduler.Spark;
using CoScheduler.Spark.Sql;
using Grpc.Core;
using Xunit;
using Sparks = CoScheduler.Spark.Sql.Functions;

namespace CoScheduler.IntegrationTests.Spark.Local;

/// <summary>Local data and plans that are larger than a message may be.</summary>
[Collection(ConnectServerTests.Name)]
public sealed class LargeDataTests(ConnectServer server)
{
    // Far less than a server takes, so that little data is too much.
    private const int LargestMessage = 200 * 1024;
    private const int Rows = 60_000;

    // Two calls of 32 MiB and a rest; 200 go as well, through a driver that has more than this one's memory.
    private const int Megabytes = 75;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CreateDataFrame_RowsBeyondAMessage_AreAllThere()
    {
        await using var spark = Session();
        var items = Enumerable.Range(0, Rows).Select(id => new Item(id, id % 3 == 0 ? null : $"name {id}", id / 7.0, [id, -id])).ToList();
        var frame = spark.CreateDataFrame(items);
        Assert.Equivalent(items.Where((_, id) => id % 997 == 0), await frame.Where(Sparks.Col("Id") % 997 == 0).OrderBy("Id").CollectAsync<Item>(Cancelled), strict: true);
        var sums = frame.Select(Sparks.Count("*"), Sparks.Sum("Id"), Sparks.Count("Name"), Sparks.CountDistinct("Name"), Sparks.Sum(Sparks.Col("Pair").GetItem(1)));
        Assert.Equal([(60_000L, 1_799_970_000L, 40_000L, 40_000L, -1_799_970_000L)], await sums.CollectAsync<(long, long, long, long, long)>(Cancelled));
        Assert.Equal(["Id", "Name", "Value", "Pair"], frame.Columns());

        // The same again is in the session already; a join uses it twice.
        Assert.Equal(Rows, await spark.CreateDataFrame(items).Join(frame, ["Id"]).CountAsync(Cancelled));
    }

    [Fact]
    public async Task CreateDataFrame_OneArrowBatchBeyondAMessage_IsDivided()
    {
        await using var spark = Session();
        await spark.Conf().SetAsync("spark.sql.session.localRelationChunkSizeBytes", "100000", Cancelled);
        await spark.Conf().SetAsync("spark.sql.session.localRelationCacheThreshold", "100000", Cancelled);
        var (ids, names, flags) = (new Int64Array.Builder(), new StringArray.Builder(), new BooleanArray.Builder());
        for (var id = 0; id < Rows; id++)
        {
            ids.Append(id);
            names.Append($"n{id}");
            _ = id % 5 == 0 ? flags.AppendNull() : flags.Append(id % 2 == 0);
        }

        var schema = new Schema(
            [new Field("id", Int64Type.Default, false), new Field("name", StringType.Default, true), new Field("flag", BooleanType.Default, true)], null);
        var frame = spark.CreateDataFrame(schema, [new RecordBatch(schema, [ids.Build(), names.Build(), flags.Build()], Rows)]);
        var wrong = frame.Where("name != concat('n', id) OR flag IS DISTINCT FROM if(id % 5 = 0, NULL, id % 2 = 0)");
        Assert.Equal((0L, (long)Rows), (await wrong.CountAsync(Cancelled), await frame.Distinct().CountAsync(Cancelled)));
    }

    [Fact]
    public async Task CreateDataFrame_ManyMegabytes_AreBroughtInSeveralCalls()
    {
        await using var spark = server.Session();
        var schema = new Schema([new Field("id", Int64Type.Default, false), new Field("text", StringType.Default, false)], null);
        var frame = spark.CreateDataFrame(schema, Enumerable.Range(0, Megabytes).Select(number => Megabyte(schema, number)));
        var sums = frame.Select(Sparks.Count("*"), Sparks.CountDistinct("id"), Sparks.Sum(Sparks.Length(Sparks.Col("text"))));
        Assert.Equal([(Megabytes * 1000L, Megabytes * 1000L, Megabytes * 1_000_000L)], await sums.CollectAsync<(long, long, long)>(Cancelled));
    }

    [Fact]
    public async Task CreateDataFrame_MoreThanTheSessionTakes_IsRefused()
    {
        await using var spark = Session();
        await spark.Conf().SetAsync("spark.sql.session.localRelationSizeLimit", "500000", Cancelled);
        var error = Assert.Throws<AnalysisException>(() => spark.CreateDataFrame(Enumerable.Range(0, 2_000_000)));
        Assert.Equal("LOCAL_RELATION_SIZE_LIMIT_EXCEEDED", error.ErrorClass);
        Assert.Equal("500000", error.MessageParameters["sizeLimit"]);
    }

    [Fact]
    public async Task Plan_BeyondAMessage_GoesCompressed()
    {
        await using var spark = Session();
        await spark.Conf().SetAsync("spark.connect.session.planCompression.threshold", "100000", Cancelled);
        var text = string.Concat(Enumerable.Range(0, 150_000).Select(number => $"{number} "));
        var frame = spark.Range(1).Select(Sparks.Length(Sparks.Lit(text)).As("length"), Sparks.Lit(new string('x', 3_000_000)).As("xs"));
        Assert.Equal(text.Length, (await frame.Select("length").CollectAsync<int>(Cancelled)).Single());
        Assert.Equal(["length", "xs"], frame.Columns());
        Assert.True(frame.SameSemantics(frame));
        await frame.CreateOrReplaceTempViewAsync("compressed", Cancelled);
        Assert.Equal(3_000_000, (await spark.Sql("SELECT length(xs) FROM compressed").CollectAsync<int>(Cancelled)).Single());
        await spark.Conf().SetAsync("spark.connect.session.planCompression.defaultAlgorithm", "NONE", Cancelled);
        await using var plain = await spark.CloneSessionAsync(cancellationToken: Cancelled);
        var error = await Assert.ThrowsAsync<SparkConnectException>(() => plain.Range(1).Select(Sparks.Lit(text)).CollectAsync(Cancelled));
        Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
    }

    /// <summary>A thousand rows of a thousand letters.</summary>
    private static RecordBatch Megabyte(Schema schema, int number)
    {
        var (ids, texts) = (new Int64Array.Builder(), new StringArray.Builder());
        for (var id = number * 1000L; id < (number + 1) * 1000L; id++)
        {
            ids.Append(id);
            texts.Append(id.ToString("D1000", CultureInfo.InvariantCulture));
        }

        return new RecordBatch(schema, [ids.Build(), texts.Build()], 1000);
    }

    private SparkSession Session() => server.Session(options => options with { MaxSendMessageSize = LargestMessage });

    private sealed record Item(int Id, string? Name, double Value, int[] Pair);
}
