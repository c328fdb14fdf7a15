using CoScheduler.IntegrationTests.Spark.Functions;
using CoScheduler.Spark.Sql;
using CoScheduler.Spark.Sql.Types;
using Xunit;
using static CoScheduler.Spark.Sql.Functions;
using Around = CoScheduler.Spark.Sql.Expressions.Window;

namespace CoScheduler.IntegrationTests.Spark.Surface;

/// <summary>Every method and operator of a column gives what the same gives in SQL.</summary>
[Collection(ConnectServerTests.Name)]
public sealed class ColumnTests(ConnectServer server)
{
    private const string Rows = """
        SELECT * FROM VALUES (1, 2, 'abc', true, 1.5D, array(1, 2), map('k', 1), named_struct('a', 1, 'b', named_struct('c', 2, 'd', 3))),
          (3, null, 'Bcd', false, double('NaN'), array(3, 4), map('k', 2), named_struct('a', 2, 'b', named_struct('c', 3, 'd', 4)))
          AS t(i, n, s, b, x, a, m, st)
        """;

    private static readonly Column s_i = Col("i");
    private static readonly Column s_n = Col("n");
    private static readonly Column s_s = Col("s");
    private static readonly Column s_b = Col("b");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Methods_OfAColumn_GiveWhatSqlGives()
    {
        await using var spark = server.Session();
        await spark.Sql(Rows).CreateOrReplaceTempViewAsync("t", Cancelled);
        var pairs = Pairs().ToList();
        var columns = pairs.SelectMany((pair, i) => new[] { pair.Column.As($"ours{i}"), Expr(pair.Sql).As($"theirs{i}") }).ToArray();
        foreach (var row in await spark.Table("t").Select(columns).CollectAsync(Cancelled))
        {
            for (var i = 0; i < pairs.Count; i++)
            {
                Assert.Equal($"{pairs[i].Sql}: {Values.Text(row.Get((2 * i) + 1))}", $"{pairs[i].Sql}: {Values.Text(row.Get(2 * i))}");
            }
        }
    }

    [Fact]
    public async Task Orders_OfAColumn_PutNullsWhereTheySay()
    {
        await using var spark = server.Session();
        await spark.Sql("SELECT * FROM VALUES (2), (null), (1) AS t(i)").CreateOrReplaceTempViewAsync("t", Cancelled);
        Assert.Equal("null 1 2", Sorted(spark, s_i.Asc()));
        Assert.Equal("null 1 2", Sorted(spark, s_i.AscNullsFirst()));
        Assert.Equal("1 2 null", Sorted(spark, s_i.AscNullsLast()));
        Assert.Equal("2 1 null", Sorted(spark, s_i.Desc()));
        Assert.Equal("null 2 1", Sorted(spark, s_i.DescNullsFirst()));
        Assert.Equal("2 1 null", Sorted(spark, s_i.DescNullsLast()));
        Assert.Equal("null 1 2", Sorted(spark, Asc("i")));
        Assert.Equal("null 1 2", Sorted(spark, AscNullsFirst("i")));
        Assert.Equal("1 2 null", Sorted(spark, AscNullsLast("i")));
        Assert.Equal("2 1 null", Sorted(spark, Desc("i")));
        Assert.Equal("null 2 1", Sorted(spark, DescNullsFirst("i")));
        Assert.Equal("2 1 null", Sorted(spark, DescNullsLast("i")));
    }

    [Fact]
    public async Task Windows_OfEachKind_GiveWhatSqlGives()
    {
        await using var spark = server.Session();
        await spark.Sql("SELECT id, id % 2 AS p, id * id AS v, TIMESTAMP'2024-01-01 00:00:00' + make_interval(0, 0, 0, 0, id::INT) AS ts FROM range(8)").CreateOrReplaceTempViewAsync("t", Cancelled);
        var sum = Sum("v");
        (Column Column, string Sql)[] pairs =
        [
            (sum.Over(Around.PartitionBy("p")), "sum(v) OVER (PARTITION BY p)"),
            (sum.Over(Around.PartitionBy(Col("p")).OrderBy("id")), "sum(v) OVER (PARTITION BY p ORDER BY id)"),
            (sum.Over(Around.OrderBy(Col("id").Desc())), "sum(v) OVER (ORDER BY id DESC)"),
            (sum.Over(Around.OrderBy("id").PartitionBy("p").RowsBetween(-1, Around.CurrentRow)), "sum(v) OVER (PARTITION BY p ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)"),
            (sum.Over(Around.OrderBy("id").RowsBetween(Around.UnboundedPreceding, 1)), "sum(v) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 FOLLOWING)"),
            (sum.Over(Around.OrderBy("v").RangeBetween(-3, 3)), "sum(v) OVER (ORDER BY v RANGE BETWEEN 3 PRECEDING AND 3 FOLLOWING)"),
            (sum.Over(Around.OrderBy("v").RangeBetween(0, Around.UnboundedFollowing)), "sum(v) OVER (ORDER BY v RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)"),
            (sum.Over(Around.OrderBy("ts").RangeBetween(-Expr("INTERVAL '2' HOUR"), CurrentRow())), "sum(v) OVER (ORDER BY ts RANGE BETWEEN INTERVAL '2' HOUR PRECEDING AND CURRENT ROW)"),
            (sum.Over(Around.OrderBy("ts").RangeBetween(UnboundedPreceding(), UnboundedFollowing())), "sum(v) OVER (ORDER BY ts RANGE BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)"),
            (sum.Over(Around.RowsBetween(-1, 1).OrderBy("id")), "sum(v) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING)"),
            (sum.Over(Around.RangeBetween(-1, 1).OrderBy("id")), "sum(v) OVER (ORDER BY id RANGE BETWEEN 1 PRECEDING AND 1 FOLLOWING)"),
            (sum.Over(Around.RangeBetween(UnboundedPreceding(), CurrentRow()).OrderBy("id")), "sum(v) OVER (ORDER BY id RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)"),
            (sum.Over(), "sum(v) OVER ()"),
        ];
        foreach (var (column, sql) in pairs)
        {
            var rows = await spark.Table("t").Select(column, Expr(sql)).CollectAsync(Cancelled);
            Assert.All(rows, row => Assert.Equal($"{sql}: {row[1]}", $"{sql}: {row[0]}"));
        }
    }

    [Fact]
    public void Otherwise_WithoutWhen_SaysWhatItContinues()
    {
        Assert.Contains("Functions.When", Assert.Throws<InvalidOperationException>(() => s_i.Otherwise(1)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => When(s_b, 1).Otherwise(2).When(s_b, 3));
    }

    [Fact]
    public void ToString_OfExpressions_IsNearToSql()
    {
        Assert.Equal("((i + 1) > n)", ((s_i + 1) > s_n).ToString());
        Assert.Equal("CAST(i AS string) AS t", s_i.Cast("string").As("t").ToString());
        Assert.Equal("sum(DISTINCT i) OVER (PARTITION BY s ORDER BY n DESC NULLS LAST)", SumDistinct(s_i).Over(Around.PartitionBy("s").OrderBy(s_n.Desc())).ToString());
    }

    [Fact]
    public void Equals_EqualExpressions_AreEqual()
    {
        Assert.True((s_i + 1).Equals(Col("i") + 1));
        Assert.False((s_i + 1).Equals(s_i + 2));
        Assert.Equal((s_i + 1).GetHashCode(), (Col("i") + 1).GetHashCode());
    }

    private static IEnumerable<(Column Column, string Sql)> Pairs() =>
    [
        .. Operators(),
        (s_i.Between(1, 2), "i BETWEEN 1 AND 2"), (Col("x").IsNaN(), "isnan(x)"), (s_n.IsNull(), "n IS NULL"), (s_n.IsNotNull(), "n IS NOT NULL"),
        (s_s.IsIn("abc", "x"), "s IN ('abc', 'x')"), (s_i.IsIn(1, 2), "i IN (1, 2)"), (s_i.IsIn(1L, 2L), "i IN (1L, 2L)"), (s_b.IsIn(true), "b IN (true)"),
        (s_i.IsIn((short)1), "i IN (1S)"), (s_i.IsIn(1f), "i IN (1F)"), (s_i.IsIn(1d), "i IN (1D)"), (s_i.IsIn(1.0m), "i IN (1.0)"), (s_i.IsIn(s_n, 1), "i IN (n, 1)"),
        (s_s.Like("a%"), "s LIKE 'a%'"), (s_s.ILike("b%"), "s ILIKE 'b%'"), (s_s.RLike("^a"), "s RLIKE '^a'"), (s_s.Contains("b"), "contains(s, 'b')"),
        (s_s.StartsWith("a"), "startswith(s, 'a')"), (s_s.StartsWith(Lit("a")), "startswith(s, 'a')"), (s_s.EndsWith("d"), "endswith(s, 'd')"), (s_s.EndsWith(Lit("d")), "endswith(s, 'd')"),
        (s_s.SubStr(2, 1), "substr(s, 2, 1)"), (s_s.SubStr(Lit(1), s_i), "substr(s, 1, i)"),
        (s_i.Cast("string"), "CAST(i AS STRING)"), (s_i.Cast(new LongType()), "CAST(i AS BIGINT)"), (s_s.TryCast("int"), "try_cast(s AS INT)"), (s_s.TryCast(new IntegerType()), "try_cast(s AS INT)"),
        (When(s_i == 1, "one").When(s_i == 2, "two").Otherwise("more"), "CASE WHEN i = 1 THEN 'one' WHEN i = 2 THEN 'two' ELSE 'more' END"), (When(s_b, s_i), "CASE WHEN b THEN i END"),
        (Col("a").GetItem(0), "a[0]"), (Col("a").Apply(1), "a[1]"), (Col("m").GetItem("k"), "m['k']"), (Col("st").GetField("a"), "st.a"), (Col("st").GetItem("b").GetField("c"), "st.b.c"),
        (Col("st").WithField("b.e", Lit(9)).GetField("b"), "named_struct('c', st.b.c, 'd', st.b.d, 'e', 9)"), (Col("st").DropFields("a", "b.c"), "named_struct('b', named_struct('d', st.b.d))"),
        (s_i.Alias("z"), "i"), (s_i.Name("z"), "i"), (s_i.As("z", "{\"note\":\"n\"}"), "i"), (s_i.Transform(c => c + 1), "i + 1"),
        (CallFunction("upper", s_s), "upper(s)"), (CallUDF("upper", s_s), "upper(s)"), (Call_UDF("upper", s_s), "upper(s)"), (Lit(null), "NULL"), (Not(s_b), "NOT b"), (Negate(s_i), "-i"),
        (Col("t.i"), "t.i"), (Lit(new[] { 1, 2 }), "array(1, 2)"),
    ];

    private static IEnumerable<(Column Column, string Sql)> Operators() =>
    [
        (s_i + 1, "i + 1"), (s_i.Plus(s_n), "i + n"), (s_i - 1, "i - 1"), (s_i.Minus(s_n), "i - n"), (s_i * 2, "i * 2"), (s_i.Multiply(s_n), "i * n"),
        (s_i / 2, "i / 2"), (s_i.Divide(s_n), "i / n"), (s_i % 2, "i % 2"), (s_i.Mod(s_n), "i % n"), (-s_i, "-i"), (~s_i, "~i"), (!s_b, "NOT b"),
        (s_i == 1, "i = 1"), (s_i.EqualTo(s_n), "i = n"), (s_i != 1, "i != 1"), (s_i.NotEqual(s_n), "i != n"), (s_n.EqNullSafe(null), "n <=> NULL"),
        (s_i > 1, "i > 1"), (s_i.Gt(s_n), "i > n"), (s_i < 2, "i < 2"), (s_i.Lt(s_n), "i < n"), (s_i >= 3, "i >= 3"), (s_i.Geq(s_n), "i >= n"), (s_i <= 1, "i <= 1"), (s_i.Leq(s_n), "i <= n"),
        (s_b & (s_i > 0), "b AND i > 0"), (s_b.And(s_i > 1), "b AND i > 1"), (s_b | (s_i > 0), "b OR i > 0"), (s_b.Or(s_i > 5), "b OR i > 5"),
        (s_i.BitwiseAND(1), "i & 1"), (s_i.BitwiseOR(4), "i | 4"), (s_i.BitwiseXOR(1), "i ^ 1"),
    ];

    private static string Sorted(SparkSession spark, Column order) => string.Join(' ', spark.Table("t").OrderBy(order).Collect().Select(row => row[0] ?? "null"));
}
