using CoScheduler.Spark.Sql;
using CoScheduler.Spark.Sql.Types;
using Xunit;
using Sparks = CoScheduler.Spark.Sql.Functions;

namespace CoScheduler.IntegrationTests.Spark.Local;

/// <summary>Rows and objects to Spark and back.</summary>
[Collection(ConnectServerTests.Name)]
public sealed class LocalRowsTests(ConnectServer server)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CreateDataFrame_GenericRows_HasTheirColumnsAndValues()
    {
        await using var spark = server.Session();
        var schema = new StructType([new StructField("id", new IntegerType(), isNullable: false), new StructField("name", new StringType(), metadata: """{"k":"v"}""")]);
        var frame = spark.CreateDataFrame([new GenericRow([1, "Ada"]), new GenericRow([2, null])], schema);
        Assert.Equal(schema, await frame.SchemaAsync(Cancelled));
        Assert.Equal([(1, "Ada"), (2, null)], (await frame.OrderBy("id").CollectAsync(Cancelled)).Select(row => row.As<(int, string?)>()));
    }

    [Fact]
    public async Task CreateDataFrame_Records_AreQueriedAndComeBackEqual()
    {
        await using var spark = server.Session();
        Purchase[] purchases =
        [
            new(1, "Wien", 12.5m, new DateOnly(2026, 1, 5), ["a", "b"], new Place(48.2, 16.4)),
            new(2, "Graz", 0.01m, new DateOnly(1969, 12, 31), [], null),
            new(3, "Wien", 99.99m, new DateOnly(1582, 10, 4), ["c"], new Place(0, -0.0)),
        ];
        var frame = spark.CreateDataFrame(purchases);
        Assert.Equivalent(purchases, await frame.OrderBy("Id").CollectAsync<Purchase>(Cancelled), strict: true);
        var sums = await frame.GroupBy("City").Agg(Sparks.Sum("Price").As("sum")).OrderBy("City").CollectAsync<Total>(Cancelled);
        Assert.Equal([new Total("Graz", 0.01m), new Total("Wien", 112.49m)], sums);
    }

    [Fact]
    public async Task CreateDataFrame_PlainValues_AreTheColumnThatSparkCallsSo()
    {
        await using var spark = server.Session();
        Assert.Equal(6L, (await spark.CreateDataFrame([1, 2, 3]).Select(Sparks.Sum("_1")).CollectAsync<long>(Cancelled)).Single());
        Assert.Equal(["a", null], await spark.CreateDataFrame(["a", null]).CollectAsync<string?>(Cancelled));
    }

    [Fact]
    public async Task CreateDataFrame_NoRows_HasItsColumns()
    {
        await using var spark = server.Session();
        var frame = spark.CreateDataFrame(System.Array.Empty<Purchase>());
        Assert.Equal(0, await frame.CountAsync(Cancelled));
        Assert.Equal(["Id", "City", "Price", "Day", "Tags", "Place"], frame.Columns());
    }

    [Fact]
    public async Task ToLocalIterator_AMillionRows_AreGivenInOrderAndEndedEarly()
    {
        await using var spark = server.Session();
        var frame = spark.Range(0, 1_000_000, 1, 4);
        var expected = 0L;
        await foreach (var row in frame.ToLocalIteratorAsync(Cancelled))
        {
            if (row.GetAs<long>(0) != expected++)
            {
                Assert.Fail($"Row {expected - 1} is {row}.");
            }
        }

        Assert.Equal(1_000_000, expected);
        Assert.Equal([0L, 1L, 2L], frame.ToLocalIterator().Take(3).Select(row => row.GetAs<long>(0)));
        Assert.Equal(1_000_000, frame.ToArrowBatches().Sum(batch => batch.Length));
    }

    [Fact]
    public async Task Sql_PositionalParameters_AreTakenInTheirOrder()
    {
        await using var spark = server.Session();
        Assert.Equal([(3, "x")], await spark.Sql("SELECT ? + ?, ?", 1, 2, "x").CollectAsync<(int, string)>(Cancelled));
        Assert.Equal([6], await spark.Sql("SELECT ? * ?", Sparks.Lit(2), 3).CollectAsync<int>(Cancelled));
        Assert.Equal([5], await spark.Sql("SELECT :five", [new("five", 5)]).CollectAsync<int>(Cancelled));
    }

    private sealed record Place(double Lat, double Lon);

    private sealed record Purchase(int Id, string City, decimal Price, DateOnly Day, string[] Tags, Place? Place);

    private sealed record Total(string City, decimal Sum);
}
