using CoScheduler.IntegrationTests.Spark.Functions;
using CoScheduler.Spark.Sql;
using CoScheduler.Spark.Sql.Types;
using Xunit;
using static CoScheduler.Spark.Sql.Functions;

namespace CoScheduler.IntegrationTests.Spark.Surface;

/// <summary>Every operator over rows and columns gives what the same gives in SQL.</summary>
[Collection(ConnectServerTests.Name)]
public sealed class DataFrameTests(ConnectServer server)
{
    private const string People = "SELECT * FROM VALUES (1, 'Ada', 36), (2, 'Bob', 20), (3, 'Eve', null), (3, 'Eve', null) AS t(id, name, age)";
    private const string Orders = "SELECT * FROM VALUES (1, 5.0D), (1, 7.0D), (2, 1.0D), (9, 2.0D) AS t(id, price)";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Operators_OfAQuery_GiveWhatSqlGives()
    {
        await using var spark = server.Session();
        await spark.Sql(People).CreateOrReplaceTempViewAsync("people", Cancelled);
        await spark.Sql(Orders).CreateOrReplaceTempViewAsync("orders", Cancelled);
        foreach (var (frame, sql) in Pairs(spark.Table("people"), spark.Table("orders")))
        {
            Assert.Equal($"{sql}\n{await TextAsync(spark.Sql(sql))}", $"{sql}\n{await TextAsync(frame)}");
        }
    }

    [Fact]
    public async Task Partitions_OfAQuery_AreAsAsked()
    {
        await using var spark = server.Session();
        var numbers = spark.Range(0, 100, 1, 4);
        Assert.Equal(4, Partitions(numbers));
        Assert.Equal(3, Partitions(numbers.Repartition(3)));
        Assert.Equal(1, Partitions(numbers.Coalesce(1)));
        Assert.Equal(3, Partitions(numbers.RepartitionByRange(3, Col("id"))));
        Assert.True(Partitions(numbers.RepartitionByRange(Col("id").Desc())) > 0);
        Assert.True(Partitions(numbers.Repartition(5, Col("id"))) > 1);
        Assert.True(Partitions(numbers.Repartition(Col("id"))) > 0);
        Assert.Equal(2, Partitions(numbers.RepartitionById(2, (Col("id") % 2).Cast("int"))));
        Assert.Equal(100, numbers.SortWithinPartitions("id").Count());
        Assert.Equal(100, numbers.SortWithinPartitions(Col("id").Desc()).Count());
        Assert.Contains("BroadcastHashJoin", numbers.Join(Broadcast(spark.Range(3)), "id").ExplainString(), StringComparison.Ordinal);
        Assert.Contains("SortMergeJoin", numbers.Join(spark.Range(3).Hint("merge"), "id").ExplainString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Samples_WithASeed_AreTheSameAgain()
    {
        await using var spark = server.Session();
        var numbers = spark.Range(1000);
        Assert.Equal(numbers.Sample(0.1, seed: 7).Count(), numbers.Sample(0.1, seed: 7).Count());
        Assert.InRange(numbers.Sample(0.5, withReplacement: true, seed: 7).Count(), 300, 700);
        var parts = numbers.RandomSplit([1, 3], seed: 5);
        Assert.Equal(1000, parts.Sum(part => part.Count()));
        Assert.Empty(parts[0].Intersect(parts[1]).Collect());
        Assert.Throws<ArgumentException>(() => numbers.RandomSplit([0, 0]));
        var twice = numbers.Limit(3).Select(Rand());
        Assert.Equal(await TextAsync(twice), await TextAsync(twice));
    }

    [Fact]
    public async Task Analysis_OfAQuery_IsSparks()
    {
        await using var spark = server.Session();
        var people = spark.Sql(People);
        Assert.Equal(["id", "name", "age"], people.Columns());
        Assert.Equal([Tuple.Create("id", "int"), Tuple.Create("name", "string"), Tuple.Create("age", "int")], people.DTypes());
        Assert.True(spark.Sql("SHOW TABLES").IsLocal());
        Assert.False(spark.Range(1).IsLocal());
        Assert.False(people.IsStreaming());
        Assert.False(people.IsEmpty());
        Assert.True(people.Filter("id > 9").IsEmpty());
        Assert.Empty(people.InputFiles());
        Assert.True(people.SameSemantics(people));
        Assert.False(people.SameSemantics(people.Limit(1)));
        Assert.Equal(people.SemanticHash(), people.SemanticHash());
        Assert.Contains("LocalTableScan", people.ExplainString(), StringComparison.Ordinal);
        Assert.All(new[] { "extended", "codegen", "cost", "formatted" }, mode => Assert.NotEmpty(people.ExplainString(mode)));
        Assert.Throws<ArgumentException>(() => people.ExplainString("loud"));
        Assert.Equal("{\"note\":\"n\"}", people.WithMetadata("id", "{\"note\":\"n\"}").Schema().Fields[0].Metadata);
        Assert.Same(spark, people.SparkSession);
    }

    [Fact]
    public async Task Actions_OfAQuery_GiveItsRows()
    {
        await using var spark = server.Session();
        var numbers = spark.Range(10);
        Assert.Equal(10, numbers.Count());
        Assert.Equal(0L, numbers.First()[0]);
        Assert.Equal(0L, numbers.Head().Get("id"));
        Assert.Equal([0L, 1L], numbers.Head(2).Select(row => row[0]));
        Assert.Equal([0L, 1L], numbers.Take(2).Select(row => row[0]));
        Assert.Equal([8L, 9L], numbers.Tail(2).Select(row => row[0]));
        Assert.Throws<InvalidOperationException>(() => numbers.Limit(0).First());
        Assert.StartsWith("+---+\n| id|\n+---+\n|  0|", numbers.ShowString(1), StringComparison.Ordinal);
        Assert.Contains("RECORD 0", numbers.ShowString(1, vertical: true), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Printing_OfAQuery_GoesToTheConsole()
    {
        await using var spark = server.Session();
        var numbers = spark.Range(1);
        var before = Console.Out;
        using var text = new StringWriter();
        Console.SetOut(text);
        try
        {
            numbers.Show();
            numbers.PrintSchema();
            numbers.PrintSchema(1);
            numbers.Explain();
            numbers.Explain(true);
            numbers.Explain("formatted");
            Col("id").Explain();
            Col("id").Explain(true);
        }
        finally
        {
            Console.SetOut(before);
        }

        Assert.Contains("| id|", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("|-- id: long (nullable = false)", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("== Physical Plan ==", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Persist_Checkpoint_Views_KeepTheRows()
    {
        await using var spark = server.Session();
        var numbers = spark.Range(5).WithColumn("r", Rand());
        Assert.Equal(StorageLevel.NONE, numbers.StorageLevel());
        numbers.Persist(StorageLevel.MEMORY_ONLY);
        Assert.Equal(StorageLevel.MEMORY_ONLY, numbers.StorageLevel());
        numbers.Unpersist(blocking: true);
        Assert.Equal(StorageLevel.NONE, numbers.StorageLevel());
        numbers.Cache().Unpersist();
        numbers.Persist().Unpersist();
        Assert.Equal(await TextAsync(numbers), await TextAsync(numbers.LocalCheckpoint()));
        Assert.Equal(await TextAsync(numbers), await TextAsync(numbers.Checkpoint()));
        numbers.CreateTempView("numbers");
        Assert.Throws<CoScheduler.Spark.AnalysisException>(() => numbers.CreateTempView("numbers"));
        numbers.CreateOrReplaceTempView("numbers");
        var name = $"numbers_{Guid.NewGuid():N}";
        numbers.CreateGlobalTempView(name);
        numbers.CreateOrReplaceGlobalTempView(name);
        await using var other = server.Session();
        Assert.Equal(5, other.Table($"global_temp.{name}").Count());
        Assert.True(spark.Catalog.DropGlobalTempView(name));
    }

    [Fact]
    public async Task TableFunction_ArgumentsAsColumns_GivesItsRows()
    {
        await using var spark = server.Session();
        Assert.Equal(3, spark.TableFunction("range", Lit(3)).Count());
        Assert.Equal([1, 2], spark.TableFunction("explode", Array(Lit(1), Lit(2))).Collect().Select(row => row[0]));
    }

    private static IEnumerable<(DataFrame Frame, string Sql)> Pairs(DataFrame people, DataFrame orders) =>
    [
        (people.Select("id", "name"), "SELECT id, name FROM people"), (people.Select(Col("id") + 1), "SELECT id + 1 FROM people"), (people.Select(Col("*")), "SELECT * FROM people"),
        (people.SelectExpr("id * 2", "upper(name)"), "SELECT id * 2, upper(name) FROM people"), (people.Select(people.ColRegex("`a.*|n.*`")), "SELECT name, age FROM people"),
        (people.Filter(Col("id") > 1), "SELECT * FROM people WHERE id > 1"), (people.Filter("id > 1"), "SELECT * FROM people WHERE id > 1"),
        (people.Where(people["age"].IsNull()), "SELECT * FROM people WHERE age IS NULL"), (people.Where("age IS NULL"), "SELECT * FROM people WHERE age IS NULL"),
        (people.Limit(2), "SELECT * FROM people LIMIT 2"), (people.Offset(2), "SELECT * FROM people OFFSET 2"),
        (people.Sort("age", "id"), "SELECT * FROM people ORDER BY age, id"), (people.OrderBy(Col("name").Desc(), Col("id")), "SELECT * FROM people ORDER BY name DESC, id"),
        (people.Distinct().OrderBy("id"), "SELECT DISTINCT * FROM people ORDER BY id"), (people.DropDuplicates("name").OrderBy("id"), "SELECT DISTINCT * FROM people ORDER BY id"),
        (people.WithColumn("next", Col("id") + 1), "SELECT *, id + 1 AS next FROM people"),
        (people.WithColumns(new Dictionary<string, Column> { ["a"] = Lit(1), ["id"] = Col("id") * 2 }), "SELECT id * 2, name, age, 1 FROM people"),
        (people.WithColumnRenamed("id", "key").Select("key"), "SELECT id FROM people"), (people.WithColumnsRenamed(new Dictionary<string, string> { ["id"] = "a", ["no"] = "b" }).Select("a"), "SELECT id FROM people"),
        (people.Drop("age", "none"), "SELECT id, name FROM people"), (people.Drop(Col("age"), people["name"]), "SELECT id FROM people"),
        (people.ToDF().ToDF("a", "b", "c").Select("c"), "SELECT age FROM people"),
        (people.To(new StructType([new StructField("name", new StringType()), new StructField("id", new LongType())])), "SELECT name, id::BIGINT FROM people"),
        (people.ToJSON(), "SELECT to_json(struct(*)) FROM people"), (people.As("p").Select("p.id"), "SELECT id FROM people"), (people.Alias("p").Select(Col("p.id")), "SELECT id FROM people"),
        (people.Transform(frame => frame.Limit(1)), "SELECT * FROM people LIMIT 1"),
        (people.Join(orders, "id").OrderBy("price"), "SELECT * FROM people JOIN orders USING (id) ORDER BY price"),
        (people.Join(orders, ["id"], "left_outer").OrderBy("id", "price"), "SELECT * FROM people LEFT JOIN orders USING (id) ORDER BY id, price"),
        (people.Join(orders, people["id"] == orders["id"], "full").OrderBy("price", "name"), "SELECT * FROM people p FULL JOIN orders o ON p.id = o.id ORDER BY price, name"),
        (people.Join(orders, people["id"] == orders["id"], "semi").OrderBy("id"), "SELECT * FROM people WHERE id IN (SELECT id FROM orders) ORDER BY id"),
        (people.Join(orders, people["id"] == orders["id"], "anti"), "SELECT * FROM people WHERE id NOT IN (SELECT id FROM orders)"),
        (people.Join(orders, people["id"] == orders["id"], "right").OrderBy("price"), "SELECT * FROM people p RIGHT JOIN orders o ON p.id = o.id ORDER BY price"),
        (people.Join(orders).Where(people["id"] == orders["id"]).OrderBy("price"), "SELECT * FROM people p JOIN orders o ON p.id = o.id ORDER BY price"),
        (people.CrossJoin(orders).OrderBy("name", "price"), "SELECT * FROM people CROSS JOIN orders ORDER BY name, price"),
        (people.As("p").LateralJoin(orders.Where(Col("id") == Col("p.id").Outer()).Select("price")).OrderBy("price"), "SELECT p.*, price FROM people p, LATERAL (SELECT price FROM orders o WHERE o.id = p.id) ORDER BY price"),
        (people.Select("id").Union(orders.Select("id")).OrderBy("id"), "SELECT id FROM people UNION ALL SELECT id FROM orders ORDER BY id"),
        (people.Select("id").UnionAll(orders.Select("id")).OrderBy("id"), "SELECT id FROM people UNION ALL SELECT id FROM orders ORDER BY id"),
        (people.Select("age", "id").UnionByName(people.Select("id", "age")).OrderBy("id"), "SELECT age, id FROM people UNION ALL SELECT age, id FROM people ORDER BY id"),
        (people.Select("id", "age").UnionByName(orders, allowMissingColumns: true).OrderBy("id", "price"), "SELECT id, age, null AS price FROM people UNION ALL SELECT id, null, price FROM orders ORDER BY id, price"),
        (people.Select("id").Intersect(orders.Select("id")).OrderBy("id"), "SELECT id FROM people INTERSECT SELECT id FROM orders ORDER BY id"),
        (people.Select("id").IntersectAll(orders.Select("id")).OrderBy("id"), "SELECT id FROM people INTERSECT ALL SELECT id FROM orders ORDER BY id"),
        (people.Select("id").Except(orders.Select("id")).OrderBy("id"), "SELECT id FROM people EXCEPT SELECT id FROM orders ORDER BY id"),
        (people.Select("id").ExceptAll(orders.Select("id")).OrderBy("id"), "SELECT id FROM people EXCEPT ALL SELECT id FROM orders ORDER BY id"),
        (people.Limit(1).Unpivot([Col("id")], [Col("age")], "what", "value"), "SELECT id, 'age', age FROM people LIMIT 1"),
        (people.Limit(1).Select("id", "age").Melt([Col("id")], null, "what", "value"), "SELECT id, 'age', age FROM people LIMIT 1"),
        (orders.Limit(2).WithColumn("k", MonotonicallyIncreasingId().Cast("string")).Select("k", "price").Transpose(Col("k")), "SELECT 'price', 5.0D, 7.0D"),
        (orders.Limit(1).Select("id", "price").Transpose(), "SELECT 'price', 5.0D"),
        (people.Select("id").Zip(people.Select("name")), "SELECT id, name FROM people"),
        (people.Describe("age").Where("summary = 'max'"), "SELECT 'max', '36'"), (people.Summary("count").Select("id"), "SELECT '4'"),
    ];

    private static int Partitions(DataFrame frame) => (int)frame.Select(SparkPartitionId().As("p")).Distinct().Count();

    private static async Task<string> TextAsync(DataFrame frame)
    {
        try
        {
            return Values.Text(await frame.CollectAsync(Cancelled));
        }
        catch (CoScheduler.Spark.SparkException error) when (error.Causes.Any(cause => cause.Message.Contains("parallel/TaskSupport", StringComparison.Ordinal)))
        {
            // A lean installation lacks a library that unions need when they run; what Spark makes of the query is compared all the same.
            return string.Join(", ", (await frame.SchemaAsync(Cancelled)).Fields.Select(field => field.DataType.SimpleString));
        }
    }
}
