using CoScheduler.IntegrationTests.Spark.Functions;
using CoScheduler.Spark.Sql;
using Xunit;
using static CoScheduler.Spark.Sql.Functions;

namespace CoScheduler.IntegrationTests.Spark.Surface;

/// <summary>Groups, missing values and statistics.</summary>
[Collection(ConnectServerTests.Name)]
public sealed class GroupTests(ConnectServer server)
{
    private const string Sales = "SELECT * FROM VALUES ('a', 2023, 1.0D), ('a', 2024, 2.0D), ('b', 2024, 4.0D), ('b', 2024, 6.0D) AS t(shop, year, amount)";
    private const string Gaps = "SELECT * FROM VALUES (1, 'x', 1.0D, true), (null, 'y', double('NaN'), null), (null, null, null, null) AS t(i, s, x, b)";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Groups_Aggregated_GiveWhatSqlGives()
    {
        await using var spark = server.Session();
        var sales = spark.Sql(Sales);
        await sales.CreateOrReplaceTempViewAsync("sales", Cancelled);
        (DataFrame Frame, string Sql)[] pairs =
        [
            (sales.GroupBy("shop").Count().OrderBy("shop"), "SELECT shop, count(*) FROM sales GROUP BY shop ORDER BY shop"),
            (sales.GroupBy(Col("shop"), Col("year")).Sum("amount").OrderBy("shop", "year"), "SELECT shop, year, sum(amount) FROM sales GROUP BY shop, year ORDER BY shop, year"),
            (sales.GroupBy("shop").Avg().OrderBy("shop"), "SELECT shop, avg(year), avg(amount) FROM sales GROUP BY shop ORDER BY shop"),
            (sales.GroupBy("shop").Mean("amount").OrderBy("shop"), "SELECT shop, avg(amount) FROM sales GROUP BY shop ORDER BY shop"),
            (sales.GroupBy("shop").Max("amount", "year").OrderBy("shop"), "SELECT shop, max(amount), max(year) FROM sales GROUP BY shop ORDER BY shop"),
            (sales.GroupBy("shop").Min("amount").OrderBy("shop"), "SELECT shop, min(amount) FROM sales GROUP BY shop ORDER BY shop"),
            (sales.GroupBy("shop").Agg(Sum("amount"), Count("year")).OrderBy("shop"), "SELECT shop, sum(amount), count(year) FROM sales GROUP BY shop ORDER BY shop"),
            (sales.Agg(Sum("amount"), Max("year")), "SELECT sum(amount), max(year) FROM sales"),
            (sales.Rollup("shop", "year").Count().OrderBy("shop", "year"), "SELECT shop, year, count(*) FROM sales GROUP BY ROLLUP (shop, year) ORDER BY shop, year"),
            (sales.Rollup(Col("shop")).Count().OrderBy("shop"), "SELECT shop, count(*) FROM sales GROUP BY ROLLUP (shop) ORDER BY shop"),
            (sales.Cube("shop", "year").Count().OrderBy("shop", "year"), "SELECT shop, year, count(*) FROM sales GROUP BY CUBE (shop, year) ORDER BY shop, year"),
            (sales.Cube(Col("shop")).Count().OrderBy("shop"), "SELECT shop, count(*) FROM sales GROUP BY CUBE (shop) ORDER BY shop"),
            (sales.GroupingSets([[Col("shop")], [Col("year")]], Col("shop"), Col("year")).Agg(Sum("amount")).OrderBy("shop", "year"),
                "SELECT shop, year, sum(amount) FROM sales GROUP BY GROUPING SETS ((shop), (year)) ORDER BY shop, year"),
            (sales.GroupBy("shop").Pivot("year").Sum("amount").OrderBy("shop"), "SELECT * FROM (VALUES ('a', 1.0D, 2.0D), ('b', null, 10.0D)) ORDER BY 1"),
            (sales.GroupBy("shop").Pivot("year", [2024]).Sum("amount").OrderBy("shop"), "SELECT * FROM (VALUES ('a', 2.0D), ('b', 10.0D)) ORDER BY 1"),
            (sales.GroupBy("shop").Pivot(Col("year") + 1, [2025]).Sum("amount").OrderBy("shop"), "SELECT * FROM (VALUES ('a', 2.0D), ('b', 10.0D)) ORDER BY 1"),
            (sales.GroupBy("shop").Pivot(Col("year")).Sum("amount").OrderBy("shop"), "SELECT * FROM (VALUES ('a', 1.0D, 2.0D), ('b', null, 10.0D)) ORDER BY 1"),
            (sales.Observe("watched", Count(Lit(1)).As("rows")), "SELECT * FROM sales"),
        ];
        foreach (var (frame, sql) in pairs)
        {
            Assert.Equal($"{sql}\n{await TextAsync(spark.Sql(sql))}", $"{sql}\n{await TextAsync(frame)}");
        }

        Assert.Throws<InvalidOperationException>(() => sales.Cube("shop").Pivot("year"));
    }

    [Fact]
    public async Task MissingValues_DroppedFilledReplaced_AreGone()
    {
        await using var spark = server.Session();
        var na = spark.Sql(Gaps).Na();
        Assert.Equal("{1, 'x', 1d, True}", await TextAsync(na.Drop()));
        Assert.Equal(2, na.Drop("all").Count());
        Assert.Equal(1, na.Drop("any").Count());
        Assert.Equal(2, na.Drop(["s"]).Count());
        Assert.Equal(2, na.Drop("all", ["i", "s"]).Count());
        Assert.Equal(1, na.Drop(2).Count());
        Assert.Equal(2, na.Drop(1, ["s", "b"]).Count());
        Assert.Throws<ArgumentException>(() => na.Drop("some"));
        Assert.Equal("1 7 7", await ColumnAsync(na.Fill(7L), "i"));
        Assert.Equal("1 7 7", await ColumnAsync(na.Fill(7.0), "i"));
        Assert.Equal("x y z", await ColumnAsync(na.Fill("z"), "s"));
        Assert.Equal("True False False", await ColumnAsync(na.Fill(false), "b"));
        Assert.Equal("1 7 7", await ColumnAsync(na.Fill(7L, ["i"]), "i"));
        Assert.Equal("1 2 2", await ColumnAsync(na.Fill(2.0, ["x"]), "x"));
        Assert.Equal("x y z", await ColumnAsync(na.Fill("z", ["s"]), "s"));
        Assert.Equal("True True True", await ColumnAsync(na.Fill(true, ["b"]), "b"));
        Assert.Equal("1 5 5", await ColumnAsync(na.Fill(new Dictionary<string, int> { ["i"] = 5 }), "i"));
        Assert.Equal("1 5 5", await ColumnAsync(na.Fill(new Dictionary<string, long> { ["i"] = 5 }), "i"));
        Assert.Equal("1 5 5", await ColumnAsync(na.Fill(new Dictionary<string, double> { ["x"] = 5 }), "x"));
        Assert.Equal("x y w", await ColumnAsync(na.Fill(new Dictionary<string, string> { ["s"] = "w" }), "s"));
        Assert.Equal("True False False", await ColumnAsync(na.Fill(new Dictionary<string, bool> { ["b"] = false }), "b"));
        Assert.Equal("9 null null", await ColumnAsync(na.Replace("i", new Dictionary<double, double> { [1] = 9 }), "i"));
        Assert.Equal("False null null", await ColumnAsync(na.Replace("b", new Dictionary<bool, bool> { [true] = false }), "b"));
        Assert.Equal("q y null", await ColumnAsync(na.Replace("*", new Dictionary<string, string> { ["x"] = "q" }), "s"));
        Assert.Equal("9 null null", await ColumnAsync(na.Replace(["i"], new Dictionary<double, double> { [1] = 9 }), "i"));
        Assert.Equal("False null null", await ColumnAsync(na.Replace(["b"], new Dictionary<bool, bool> { [true] = false }), "b"));
        Assert.Equal("q y null", await ColumnAsync(na.Replace(["s"], new Dictionary<string, string> { ["x"] = "q" }), "s"));
    }

    [Fact]
    public async Task Statistics_OfColumns_AreSparks()
    {
        await using var spark = server.Session();
        var numbers = spark.Range(0, 101).WithColumn("twice", Col("id") * 2).WithColumn("m", Col("id") % 2);
        var stat = numbers.Stat();
        Assert.Equal([25.0, 50.0], stat.ApproxQuantile("id", [0.25, 0.5], 0));
        Assert.Equal([[50.0], [100.0]], stat.ApproxQuantile(["id", "twice"], [0.5], 0));
        Assert.Equal(1.0, stat.Corr("id", "twice"), 12);
        Assert.Equal(1.0, stat.Corr("id", "twice", "pearson"), 12);
        Assert.Equal(numbers.Agg(CovarSamp("id", "twice")).First().GetAs<double>(0), stat.Cov("id", "twice"), 6);
        Assert.Equal(2, stat.Crosstab("m", "m").Count());
        Assert.Single(stat.FreqItems(["m"]).Collect());
        Assert.Single(stat.FreqItems(["m"], 0.4).Collect());
        Assert.Equal(50, stat.SampleBy("m", new Dictionary<long, double> { [1] = 1.0 }, 3).Count());
        Assert.Equal(51, stat.SampleBy(Col("m"), new Dictionary<long, double> { [0] = 1.0 }, 3).Count());
    }

    private static async Task<string> ColumnAsync(DataFrame frame, string column) =>
        string.Join(' ', (await frame.CollectAsync(Cancelled)).Select(row => row.Get(column) ?? "null"));

    private static async Task<string> TextAsync(DataFrame frame) => Values.Text(await frame.CollectAsync(Cancelled));
}
