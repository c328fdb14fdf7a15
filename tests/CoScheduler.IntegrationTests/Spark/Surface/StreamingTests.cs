using System.Collections.Concurrent;
using System.Diagnostics;
using Confluent.Kafka;
using CoScheduler.IntegrationTests.Kafka;
using CoScheduler.Spark;
using CoScheduler.Spark.Sql.Streaming;
using Xunit;
using static CoScheduler.Spark.Sql.Functions;

namespace CoScheduler.IntegrationTests.Spark.Surface;

/// <summary>Streaming queries, their triggers and their listeners.</summary>
[Collection(ConnectServerTests.Name)]
public sealed class StreamingTests(ConnectServer server)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AvailableNow_FilesToMemory_ReadsAllAndEnds()
    {
        await using var spark = server.Session();
        using var folder = new TemporaryFolder();
        spark.Range(10).Write().Json(folder.At("in"));
        var query = spark.ReadStream().Schema("id BIGINT").Option("maxFilesPerTrigger", 1L).Json(folder.At("in"))
            .WriteStream().Format("memory").QueryName("read").OutputMode(OutputMode.Append).Trigger(Trigger.AvailableNow()).Start();
        Assert.Equal("read", query.Name);
        Assert.True(query.AwaitTermination((long)s_limit.TotalMilliseconds));
        Assert.False(query.IsActive());
        Assert.Null(query.Exception());
        Assert.Equal(10, spark.Table("read").Count());
        var last = Assert.IsType<StreamingQueryProgress>(query.LastProgress());
        Assert.Equal(query.Id, last.Id);
        Assert.Equal(query.RunId, last.RunId);
        Assert.Equal("read", last.Name);
        Assert.True(last.BatchId >= 0 && last.BatchDuration >= 0 && last.Timestamp > DateTimeOffset.UnixEpoch);
        Assert.Equal("MemorySink", last.Json.GetProperty("sink").GetProperty("description").GetString());
    }

    [Fact]
    public async Task Rate_ToMemory_IsFoundAndStopped()
    {
        await using var spark = server.Session();
        var rate = spark.ReadStream().Format("rate").Option("rowsPerSecond", 100L).Load();
        Assert.True(rate.IsStreaming());
        var query = await rate.WithWatermark("timestamp", "10 seconds").GroupBy(Window(Col("timestamp"), "1 second")).Count()
            .WriteStream().Format("memory").QueryName("rated").OutputMode("complete").Trigger(Trigger.ProcessingTime(100)).StartAsync(cancellationToken: Cancelled);
        var streams = spark.Streams();
        Assert.Equal(query.Id, Assert.Single(streams.Active()).Id);
        Assert.Equal(query.RunId, streams.Get(query.Id)?.RunId);
        Assert.Null(streams.Get(Guid.NewGuid().ToString()));
        query.ProcessAllAvailable();
        Assert.NotEmpty(query.RecentProgress());
        query.Explain();
        Assert.NotEmpty(query.Status().Message);
        Assert.Contains("Physical Plan", query.ExplainString(true), StringComparison.Ordinal);
        Assert.False(query.AwaitTermination(1));
        Assert.False(streams.AwaitAnyTermination(1));
        await query.StopAsync(Cancelled);
        Assert.False(query.IsActive());
        streams.AwaitAnyTermination();
        streams.ResetTerminated();
        Assert.Empty(streams.Active());
    }

    [Fact]
    public async Task Source_WithAName_ClusteredSink_AreTakenOrRefusedInSparksWords()
    {
        await using var spark = server.Session();
        using var folder = new TemporaryFolder();
        spark.Conf().Set("spark.sql.streaming.queryEvolution.enableSourceEvolution", true);
        spark.Range(3).Write().Json(folder.At("in"));
        var named = spark.ReadStream().Name("numbers").Schema("id BIGINT").Json(folder.At("in"));
        var query = named.WriteStream().Format("parquet").ClusterBy("id").Option("checkpointLocation", folder.At("checkpoint")).Trigger(Trigger.AvailableNow()).Start(folder.At("out"));
        await query.AwaitTerminationAsync(Cancelled).WaitAsync(s_limit, Cancelled);
        Assert.Equal(3, spark.Read().Parquet(folder.At("out")).Count());
    }

    [Fact]
    public async Task Duplicates_WithinTheWatermark_AreDroppedAndWaitedFor()
    {
        await using var spark = server.Session();
        using var folder = new TemporaryFolder();
        spark.Sql("SELECT id % 3 AS id, TIMESTAMP'2026-01-01 00:00:00' AS at FROM range(9)").Write().Json(folder.At("in"));
        var options = new Dictionary<string, string> { ["maxFilesPerTrigger"] = "1" };
        var query = spark.ReadStream().Schema("id BIGINT, at TIMESTAMP").Options(options).Json(folder.At("in"))
            .WithWatermark("at", "1 hour").DropDuplicatesWithinWatermark("id")
            .WriteStream().Format("memory").QueryName("distinct").Trigger(Trigger.AvailableNow()).Start();
        await query.AwaitTerminationAsync(Cancelled).WaitAsync(s_limit, Cancelled);
        Assert.Equal(3, spark.Table("distinct").Count());
    }

    [Theory]
    [InlineData("processing")]
    [InlineData("span")]
    [InlineData("once")]
    [InlineData("continuous")]
    [InlineData("continuous-text")]
    public async Task Triggers_OfEachKind_AreTaken(string kind)
    {
        await using var spark = server.Session();
        var trigger = kind switch
        {
            "processing" => Trigger.ProcessingTime("1 second"),
            "span" => Trigger.ProcessingTime(TimeSpan.FromSeconds(1)),
            "once" => Trigger.Once(),
            "continuous" => Trigger.Continuous(TimeSpan.FromSeconds(1)),
            _ => Trigger.Continuous("1 second"),
        };
        var query = spark.ReadStream().Format("rate").Load().WriteStream().Format("noop").Trigger(trigger).Start();
        query.Stop();
        Assert.Null(query.Exception());
    }

    [Fact]
    public async Task RealTime_SinkThatCannot_IsRefusedByName()
    {
        await using var spark = server.Session();
        using var folder = new TemporaryFolder();
        var error = Assert.ThrowsAny<SparkException>(() => spark.ReadStream().Format("rate").Load().WriteStream().Format("memory").QueryName("real").OutputMode(OutputMode.Update)
            .Option("checkpointLocation", folder.At("c")).Trigger(Trigger.RealTime(TimeSpan.FromSeconds(10))).Start());
        Assert.Contains("REAL_TIME", $"{error.ErrorClass} {error.Message}", StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Trigger.ProcessingTime(-1));
    }

    [Fact]
    public async Task RealTime_KafkaToKafka_BringsEachRecord()
    {
        server.Require();
        using var broker = await KafkaBroker.StartAsync(Cancelled);
        using var producer = new ProducerBuilder<string, string>(broker.Client(new ProducerConfig { BootstrapServers = broker.Bootstrap })).Build();
        using var consumer = new ConsumerBuilder<string, string>(broker.Client(new ConsumerConfig { BootstrapServers = broker.Bootstrap, GroupId = "read", AllowAutoCreateTopics = true })).Build();
        await using var spark = server.Session();
        using var folder = new TemporaryFolder();
        await producer.ProduceAsync("in", new Message<string, string> { Key = "k", Value = "before" }, Cancelled);
        var query = spark.ReadStream().Format("kafka").Option("kafka.bootstrap.servers", broker.Bootstrap).Option("subscribe", "in").Option("startingOffsets", "earliest").Load()
            .Select(Col("key"), Upper(Col("value").Cast("string")).As("value"))
            .WriteStream().Format("kafka").Option("kafka.bootstrap.servers", broker.Bootstrap).Option("topic", "out").Option("checkpointLocation", folder.At("c"))
            .OutputMode(OutputMode.Update).Trigger(Trigger.RealTime(TimeSpan.FromSeconds(5))).Start();
        consumer.Assign([new TopicPartitionOffset("out", 0, Offset.Beginning), new TopicPartitionOffset("out", 1, Offset.Beginning)]);
        Assert.Equal("BEFORE", Next(consumer, query));

        // The query's batch goes on meanwhile.
        await producer.ProduceAsync("in", new Message<string, string> { Key = "k", Value = "during" }, Cancelled);
        Assert.Equal("DURING", Next(consumer, query));
        query.Stop();
        Assert.Null(query.Exception());
    }

    [Fact]
    public async Task Listener_OfASession_HearsStartProgressAndEnd()
    {
        await using var spark = server.Session();
        var heard = new Heard();
        var failing = new Failing();
        spark.Streams().AddListener(failing);
        spark.Streams().AddListener(heard);
        var query = spark.ReadStream().Format("rate").Load().WriteStream().Format("noop").QueryName("heard").Start();
        await heard.Progressed.Task.WaitAsync(s_limit, Cancelled);
        query.Stop();
        await heard.Terminated.Task.WaitAsync(s_limit, Cancelled);
        spark.Streams().RemoveListener(failing);
        spark.Streams().RemoveListener(heard);
        Assert.Equal(["started heard", "progress heard", "terminated"], heard.Events.Distinct());
    }

    [Fact]
    public async Task Failure_OfAStream_IsToldWithItsCondition()
    {
        await using var spark = server.Session();
        var query = spark.ReadStream().Format("rate").Option("rowsPerSecond", 10L).Load().Select(RaiseError("broken on purpose"))
            .WriteStream().Format("noop").Start();
        Assert.ThrowsAny<SparkException>(() => query.AwaitTermination((long)s_limit.TotalMilliseconds));
        var failure = Assert.IsType<StreamingQueryException>(query.Exception());
        Assert.Contains("broken on purpose", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tables_OfAStream_AreWrittenAndRead()
    {
        await using var spark = server.Session();
        using var folder = new TemporaryFolder();
        var table = $"t_{Guid.NewGuid():N}";
        spark.Range(3).WithColumn("p", Col("id") % 2).Write().Parquet(folder.At("in"));
        var rows = spark.ReadStream().Schema("id BIGINT, p BIGINT").Parquet(folder.At("in"));
        var query = rows.WriteStream().Format("parquet").PartitionBy("p").Option("checkpointLocation", folder.At("c")).Trigger(Trigger.AvailableNow()).ToTable(table);
        Assert.True(query.AwaitTermination((long)s_limit.TotalMilliseconds));
        Assert.Equal(3, spark.Table(table).Count());
        Assert.True(spark.ReadStream().Table(table).IsStreaming());
        var again = rows.WriteStream().Format("json").Options(new Dictionary<string, string> { ["checkpointLocation"] = folder.At("d") }).Option("b", true).Option("x", 0.5)
            .Trigger(Trigger.AvailableNow()).Start(folder.At("out"));
        Assert.True(again.AwaitTermination((long)s_limit.TotalMilliseconds));
        Assert.Equal(3, spark.Read().Json(folder.At("out")).Count());
        Assert.All(
            new[] { spark.ReadStream().Schema("id INT").Csv(folder.At("in")), spark.ReadStream().Schema("id INT").Orc(folder.At("in")), spark.ReadStream().Text(folder.At("in")), spark.ReadStream().Format("text").Load(folder.At("in")) },
            frame => Assert.True(frame.IsStreaming()));
        spark.Sql($"DROP TABLE {table}");
    }

    [Fact]
    public async Task CodeAsASink_IsRefusedWithWhatToDo()
    {
        await using var spark = server.Session();
        var writer = spark.ReadStream().Format("rate").Load().WriteStream();
        Assert.Contains("Kafka", Assert.Throws<NotSupportedException>(() => writer.ForeachBatch((_, _) => { })).Message, StringComparison.Ordinal);
        Assert.Contains("Kafka", Assert.Throws<NotSupportedException>(() => writer.Foreach(new object())).Message, StringComparison.Ordinal);
    }

    private static string Next(IConsumer<string, string> consumer, StreamingQuery query)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                if (consumer.Consume(TimeSpan.FromSeconds(1)) is { } record)
                {
                    return record.Message.Value;
                }
            }
            catch (ConsumeException error) when (error.Error.Code == ErrorCode.UnknownTopicOrPart)
            {
                // The query makes the topic with its first record.
            }

            Assert.True(Stopwatch.GetElapsedTime(began) < s_limit, $"No record came: {query.Status().Message} {query.Exception()}");
        }
    }

    private sealed class Heard : StreamingQueryListener
    {
        public ConcurrentQueue<string> Events { get; } = new();

        public TaskCompletionSource Progressed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Terminated { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override void OnQueryStarted(QueryStartedEvent queryStarted) => Events.Enqueue($"started {queryStarted.Name}");

        public override void OnQueryProgress(QueryProgressEvent queryProgress)
        {
            Events.Enqueue($"progress {queryProgress.Progress.Name}");
            Progressed.TrySetResult();
        }

        public override void OnQueryTerminated(QueryTerminatedEvent queryTerminated)
        {
            Events.Enqueue($"terminated{queryTerminated.Exception}");
            Terminated.TrySetResult();
        }
    }

    private sealed class Failing : StreamingQueryListener
    {
        public override void OnQueryProgress(QueryProgressEvent queryProgress) => throw new InvalidOperationException("A listener that fails.");
    }
}
