#:project ../../src/CoScheduler.Spark/CoScheduler.Spark.csproj

// Counts the words of a text file, or of a few lines: dotnet run examples/spark/word-count.cs [FILE]
// The server is the one that SPARK_REMOTE names, for example sc://localhost:15002.
using CoScheduler.Spark.Sql;
using static CoScheduler.Spark.Sql.Functions;

// What goes wrong is told in Spark's words, without the stack of calls.
AppDomain.CurrentDomain.UnhandledException += (_, failure) =>
{
    Console.Error.WriteLine(((Exception)failure.ExceptionObject).Message);
    Environment.Exit(1);
};

using var spark = SparkSession.Builder().AppName("word-count").GetOrCreate();
var lines = args is [var file] ? spark.Read().Text(file) : spark.Sql("SELECT * FROM VALUES ('to be or not to be'), ('that is the question') AS t(value)");
lines
    .Select(Explode(Split(Lower(Col("value")), "\\W+")).As("word"))
    .Where(Length(Col("word")) > 0)
    .GroupBy("word").Count()
    .OrderBy(Col("count").Desc(), Col("word"))
    .Show();
