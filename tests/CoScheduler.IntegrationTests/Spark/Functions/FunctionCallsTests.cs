using System.Collections.Concurrent;
using CoScheduler.Spark;
using CoScheduler.Spark.Sql;
using CoScheduler.Spark.Sql.Expressions;
using Xunit;
using Sparks = CoScheduler.Spark.Sql.Functions;

namespace CoScheduler.IntegrationTests.Spark.Functions;

/// <summary>Every function is called, and gives what the same call gives in SQL.</summary>
[Collection(ConnectServerTests.Name)]
public sealed class FunctionCallsTests(ConnectServer server)
{
    private const string Sample = """
        SELECT * FROM VALUES
          (1, 10L, 1.5D, 12.345BD, 'Spark', 'park', true, X'0102', DATE'2024-02-28', TIMESTAMP'2024-02-28 12:34:56.789', TIMESTAMP_NTZ'2024-02-28 01:02:03',
           array(3, 1, 2), array('b', 'a'), map('a', 1, 'b', 2), named_struct('a', 1, 'b', 'x'), '{"a":1,"b":[1,2]}'),
          (2, -20L, 0.25D, -0.500BD, ' it''s ', 's', false, X'FF', DATE'1969-12-31', TIMESTAMP'1999-12-31 23:59:59', TIMESTAMP_NTZ'1999-12-31 23:59:59',
           array(2, 5), array('c'), map('c', 3), named_struct('a', 2, 'b', 'y'), '{"a":2}'),
          (3, 30L, 2.0D, 1.000BD, 'äöü', 'ö', true, X'', DATE'2000-01-01', TIMESTAMP'2000-01-01 00:00:00', TIMESTAMP_NTZ'2000-01-01 00:00:00',
           array(1, 1), array('a', 'a'), map('a', 7), named_struct('a', 3, 'b', 'z'), '{"a":null,"c":"d"}')
          AS t(i, l, x, q, s, t, b, bin, d, ts, ntz, a, sa, m, st, js)
        """;

    private const string Sketches = """
        SELECT hll_sketch_agg(i) AS hll, theta_sketch_agg(i) AS theta, tuple_sketch_agg_double(s, x) AS tuple_double, tuple_sketch_agg_integer(s, i) AS tuple_integer,
          kll_sketch_agg_bigint(i) AS kll_bigint, kll_sketch_agg_float(x::FLOAT) AS kll_float, kll_sketch_agg_double(x) AS kll_double FROM sample GROUP BY i
        """;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public void Calls_OfTheTable_TryEveryMethod()
    {
        var tried = FunctionCalls.All.Select(call => call.Signature).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        Assert.Equal(FunctionCalls.Methods.Keys.Order(StringComparer.Ordinal), tried);
    }

    [Fact]
    public async Task Functions_EachCalled_GiveWhatSqlGives()
    {
        await using var spark = server.Session();
        await spark.Conf().SetAsync("spark.sql.session.timeZone", "Europe/Vienna", Cancelled);
        await spark.Conf().SetAsync("spark.sql.timestampNanosTypes.enabled", "true", Cancelled);
        await spark.Sql(Sample).CreateOrReplaceTempViewAsync("sample", Cancelled);
        await spark.Sql(Sketches).CreateOrReplaceTempViewAsync("sketches", Cancelled);
        var differences = new ConcurrentBag<string>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Cancelled };
        await Parallel.ForEachAsync(FunctionCalls.All, options, async (call, cancellationToken) =>
        {
            if (await DifferenceAsync(spark, call, cancellationToken) is { } difference)
            {
                differences.Add($"{call.Signature}: {difference}");
            }
        });
        Assert.True(differences.IsEmpty, string.Join('\n', differences.Order(StringComparer.Ordinal)));
    }

    private static async Task<string?> DifferenceAsync(SparkSession spark, FunctionCall call, CancellationToken cancellationToken)
    {
        if (call.Note.StartsWith("elsewhere", StringComparison.Ordinal))
        {
            return null;
        }

        // One query for both where SQL allows it, as there are many.
        if (call.Note is "" or "window" or "cube" or "geo" or "text" or "sketches")
        {
            var both = await ResultAsync(() => Together(spark.Table(call.Note == "sketches" ? "sketches" : "sample"), call), Pair, cancellationToken);
            return both.StartsWith('!') ? both : both.Split('\n').FirstOrDefault(pair => pair.Length > 0);
        }

        var ours = await ResultAsync(() => Alone(spark.Table("sample"), call), Values.Text, cancellationToken);
        var theirs = await ResultAsync(() => spark.Sql(Sql(call)), Values.Text, cancellationToken);
        return call.Note.StartsWith("fails", StringComparison.Ordinal) ? Failure(call, ours, theirs)
            : call.Note.StartsWith("random", StringComparison.Ordinal) ? (ours.StartsWith('!') ? ours : null)
            : ours.StartsWith('!') || theirs.StartsWith('!') || ours != theirs ? $"{ours}\n    in SQL: {theirs}" : null;
    }

    private static string? Failure(FunctionCall call, string ours, string theirs)
    {
        var condition = $"!{call.Note["fails ".Length..]}";
        return ours.StartsWith(condition, StringComparison.Ordinal) && theirs.StartsWith(condition, StringComparison.Ordinal) ? null : $"{ours}\n    in SQL: {theirs}";
    }

    private static DataFrame Together(DataFrame sample, FunctionCall call)
    {
        var ours = call.Invoke(FunctionCalls.Methods[call.Signature]);
        var theirs = Sparks.Expr(call.Sql);
        return call.Note switch
        {
            "window" => sample.Select(ours.Over(Window.OrderBy("i")), Sparks.Expr($"{call.Sql} OVER (ORDER BY i)")),
            "cube" => sample.Cube("i", "b").Agg(ours.As("ours"), theirs.As("theirs")).Select("ours", "theirs"),
            "geo" => sample.Select(Sparks.StAsBinary(ours), Sparks.StAsBinary(theirs)),
            "text" => sample.Select(ours.Cast("string"), theirs.Cast("string")),
            _ => sample.Select(ours, theirs),
        };
    }

    private static DataFrame Alone(DataFrame sample, FunctionCall call)
    {
        var column = call.Invoke(FunctionCalls.Methods[call.Signature]);
        return call.Note == "grouped" ? sample.GroupBy(column).Agg(Sparks.Sum("i").As("sum")).OrderBy("sum") : sample.Select(column);
    }

    private static string Sql(FunctionCall call) => call.Note == "grouped"
        ? $"SELECT {call.Sql}, sum(i) AS sum FROM sample GROUP BY {call.Sql} ORDER BY sum"
        : $"SELECT {call.Sql} FROM sample";

    /// <summary>Empty if both values of a row are equal.</summary>
    private static string Pair(IReadOnlyList<Row> rows) => string.Join('\n', rows.Select(row =>
    {
        var (ours, theirs) = (Values.Text(row.Get(0)), Values.Text(row.Get(1)));
        return ours == theirs ? "" : $"{ours}\n    in SQL: {theirs}";
    }));

    private static async Task<string> ResultAsync(Func<DataFrame> query, Func<IReadOnlyList<Row>, string> text, CancellationToken cancellationToken)
    {
        try
        {
            return text(await query().CollectAsync(cancellationToken));
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            return $"!{error.GetType().Name} {error.Message}";
        }
        catch (SparkException error)
        {
            return $"!{error.ErrorClass} {error.Message.Split('\n')[0]}";
        }
    }
}
