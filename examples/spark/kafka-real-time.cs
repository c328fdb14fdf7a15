#:project ../../src/CoScheduler.Spark/CoScheduler.Spark.csproj

// Kafka to Kafka in real-time mode (Spark 4.2 or newer): each record goes through within milliseconds.
//   dotnet run examples/spark/kafka-real-time.cs BROKERS TOPIC-IN TOPIC-OUT [SECONDS]
// The server is the one that SPARK_REMOTE names. It needs as many free task slots as TOPIC-IN has partitions, for as long as it runs.
using CoScheduler.Spark.Sql;
using CoScheduler.Spark.Sql.Streaming;
using static CoScheduler.Spark.Sql.Functions;

// What goes wrong is told in Spark's words, without the stack of calls.
AppDomain.CurrentDomain.UnhandledException += (_, failure) =>
{
    Console.Error.WriteLine(((Exception)failure.ExceptionObject).Message);
    Environment.Exit(1);
};

var seconds = 60;
if (args is not [var brokers, var topicIn, var topicOut, .. var rest] || (rest is not [] && !(rest is [var text] && int.TryParse(text, out seconds) && seconds > 0)))
{
    Console.Error.WriteLine("dotnet run examples/spark/kafka-real-time.cs BROKERS TOPIC-IN TOPIC-OUT [SECONDS]");
    return 2;
}

var checkpoint = Path.Combine(Path.GetTempPath(), $"kafka-real-time-{Guid.NewGuid():N}");
using var spark = SparkSession.Builder().AppName("kafka-real-time").GetOrCreate();
var query = spark.ReadStream().Format("kafka")
    .Option("kafka.bootstrap.servers", brokers)
    .Option("subscribe", topicIn)
    .Option("startingOffsets", "earliest")
    .Load()
    .Select(Col("key"), Upper(Col("value").Cast("string")).As("value"))
    .WriteStream().Format("kafka")
    .Option("kafka.bootstrap.servers", brokers)
    .Option("topic", topicOut)
    .Option("checkpointLocation", checkpoint)
    .OutputMode(OutputMode.Update)
    .Trigger(Trigger.RealTime(TimeSpan.FromSeconds(5)))
    .Start();
Console.WriteLine($"{topicIn} -> {topicOut}, query {query.Id}, for {seconds} s");
query.AwaitTermination(seconds * 1000L);
Console.WriteLine(query.LastProgress()?.ToString() ?? $"No record went through: {query.Status().Message}");
query.Stop();
return 0;
