#:project ../../src/CoScheduler.Spark/CoScheduler.Spark.csproj
#:package Apache.Arrow

// Arrow in and out: a batch made here becomes a query, and its result comes back in batches, without a row in between.
//   dotnet run examples/spark/arrow.cs
// The server is the one that SPARK_REMOTE names, for example sc://localhost:15002.
using Apache.Arrow;
using Apache.Arrow.Types;
using CoScheduler.Spark.Sql;
using static CoScheduler.Spark.Sql.Functions;

// What goes wrong is told in Spark's words, without the stack of calls.
AppDomain.CurrentDomain.UnhandledException += (_, failure) =>
{
    Console.Error.WriteLine(((Exception)failure.ExceptionObject).Message);
    Environment.Exit(1);
};

using var spark = SparkSession.Builder().AppName("arrow").GetOrCreate();
var schema = new Schema([new Field("id", Int64Type.Default, nullable: false), new Field("price", DoubleType.Default, nullable: true)], metadata: null);
var ids = new Int64Array.Builder().AppendRange([1, 2, 3, 4]).Build();
var prices = new DoubleArray.Builder().Append(9.5).AppendNull().Append(20).Append(1.25).Build();
using var batch = new RecordBatch(schema, [ids, prices], length: 4);

var query = spark.CreateDataFrame(schema, [batch])
    .WithColumn("price", Coalesce(Col("price"), Lit(0.0)))
    .GroupBy((Col("id") % 2).As("odd")).Agg(Sum("price").As("total"))
    .OrderBy("odd");
await foreach (var result in query.ToArrowBatchesAsync())
{
    var (odd, total) = ((Int64Array)result.Column(0), (DoubleArray)result.Column(1));
    for (var i = 0; i < result.Length; i++)
    {
        Console.WriteLine($"{(odd.GetValue(i) == 1 ? "odd" : "even")}: {total.GetValue(i)}");
    }
}
