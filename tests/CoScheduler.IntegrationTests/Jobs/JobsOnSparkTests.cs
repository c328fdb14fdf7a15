using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Apache.Arrow;
using Apache.Arrow.Types;
using CoScheduler.Analyses;
using CoScheduler.Embedded.Sample;
using CoScheduler.IntegrationTests.Spark;
using CoScheduler.Spark.Results;
using CoScheduler.Spark.Sql;
using Xunit;

namespace CoScheduler.IntegrationTests.Jobs;

/// <summary>The analyses in <c>jobs</c> on real Spark: the same lists of parameters that the unit tests give to DuckDB.</summary>
[Collection(ConnectServerTests.Name)]
public sealed class JobsOnSparkTests(ConnectServer server)
{
    private const int Sets = 20;

    private static readonly SampleData _data = SampleData.Default;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Coupons_RandomParameters_AreThePlainComputation()
    {
        await using var spark = await SessionAsync("coupons");
        var stock = _data.InitialStock();
        await StockFrame(spark, stock).CreateOrReplaceTempViewAsync("stock", Cancelled);
        var left = stock.ToDictionary(s => s.Coupon, s => s.Remaining);
        var random = new SplitMix64(42);
        for (var i = 0; i < Sets; i++)
        {
            var asked = SampleRequests.Coupons(_data, random);
            var rows = await RunAsync(spark, "coupons", ("customer", asked.Customer), ("lat", asked.Lat), ("lon", asked.Lon), ("radiusKm", asked.RadiusKm));

            AssertSame(ExpectedCoupons.Compute(_data, asked.Customer, asked.Lat, asked.Lon, asked.RadiusKm, left), rows);
        }
    }

    [Fact]
    public async Task Demand_RandomParameters_AreThePlainComputation()
    {
        await using var spark = await SessionAsync("demand");
        var random = new SplitMix64(43);
        for (var i = 0; i < Sets; i++)
        {
            var (at, minutes) = SampleRequests.Demand(random);

            AssertSame(ExpectedDemand.Compute(_data, at, minutes), await RunAsync(spark, "demand", ("at", at), ("minutes", minutes)));
        }
    }

    private static Analysis Find(string name) => CatalogueLoader.Load([Jobs()]).Catalogue.Analyses[name];

    private static string Jobs()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CoScheduler.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests don't run inside the repository.");
        }

        return Path.Combine(folder.FullName, "jobs");
    }

    private async Task<SparkSession> SessionAsync(string name)
    {
        var spark = server.Session();
        await spark.Conf().SetAsync("spark.sql.session.timeZone", "UTC", Cancelled);
        foreach (var (view, source) in Find(name).Sources)
        {
            if (source is FileSource file)
            {
                await spark.Read().Parquet(file.Path).CreateOrReplaceTempViewAsync(view, Cancelled);
            }
        }

        return spark;
    }

    private static async Task<JsonArray> RunAsync(SparkSession spark, string name, params (string Name, object? Value)[] parameters)
    {
        var frame = spark.Sql(Find(name).BodyFor("spark")!, parameters.ToImmutableSortedDictionary(p => p.Name, p => p.Value));
        var writer = new ArrowJsonWriter(await frame.SchemaAsync(Cancelled));
        var rows = new JsonArray();
        await foreach (var batch in frame.ToArrowBatchesAsync(Cancelled))
        {
            foreach (var row in writer.Write(batch))
            {
                rows.Add(JsonNode.Parse(row.Span));
            }
        }

        return rows;
    }

    private static DataFrame StockFrame(SparkSession spark, IReadOnlyList<Stock> stock)
    {
        var schema = new Schema([new Field("coupon", Int64Type.Default, false), new Field("remaining", Int32Type.Default, false)], null);
        var coupons = new Int64Array.Builder().AppendRange(stock.Select(s => s.Coupon)).Build();
        var remaining = new Int32Array.Builder().AppendRange(stock.Select(s => s.Remaining)).Build();
        return spark.CreateDataFrame(schema, [new RecordBatch(schema, [coupons, remaining], stock.Count)]);
    }

    private static void AssertSame(JsonArray expected, JsonArray actual) => Assert.True(
        JsonNode.DeepEquals(expected, actual), $"Expected {expected.ToJsonString()}{Environment.NewLine}but got {actual.ToJsonString()}");
}
