#:project ../../src/CoScheduler.Spark/CoScheduler.Spark.csproj

// Joins two tables and ranks within groups: dotnet run examples/spark/joins-and-windows.cs
// The server is the one that SPARK_REMOTE names, for example sc://localhost:15002.
using CoScheduler.Spark.Sql;
using static CoScheduler.Spark.Sql.Functions;
using Around = CoScheduler.Spark.Sql.Expressions.Window;

// What goes wrong is told in Spark's words, without the stack of calls.
AppDomain.CurrentDomain.UnhandledException += (_, failure) =>
{
    Console.Error.WriteLine(((Exception)failure.ExceptionObject).Message);
    Environment.Exit(1);
};

using var spark = SparkSession.Builder().AppName("joins-and-windows").GetOrCreate();
var customers = spark.Sql("SELECT * FROM VALUES (1, 'Ada', 'Wien'), (2, 'Bob', 'Graz'), (3, 'Eve', 'Wien') AS t(id, name, city)");
var orders = spark.Sql("SELECT * FROM VALUES (1, DATE'2026-01-05', 20.0), (1, DATE'2026-02-01', 35.5), (2, DATE'2026-01-20', 12.0), (3, DATE'2026-03-01', 50.0) AS t(customer, day, amount)");

var byDay = Around.PartitionBy("name").OrderBy("day");
orders.Join(customers, orders["customer"] == customers["id"])
    .WithColumn("so far", Sum("amount").Over(byDay.RowsBetween(Around.UnboundedPreceding, Around.CurrentRow)))
    .WithColumn("days since", DateDiff(Col("day"), Lag("day", 1).Over(byDay)))
    .WithColumn("rank in city", Rank().Over(Around.PartitionBy("city").OrderBy(Col("amount").Desc())))
    .Select("name", "city", "day", "amount", "so far", "days since", "rank in city")
    .OrderBy("name", "day")
    .Show();
