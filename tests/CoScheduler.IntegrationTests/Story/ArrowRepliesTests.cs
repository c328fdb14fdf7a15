using System.Text.Json.Nodes;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Confluent.Kafka;
using CoScheduler.Embedded.Sample;
using CoScheduler.IntegrationTests.Crashes;
using CoScheduler.IntegrationTests.Kit;
using CoScheduler.IntegrationTests.Kit.Load;
using Xunit;

namespace CoScheduler.IntegrationTests.Story;

/// <summary>Rows as Arrow streams, from the message that asks to the bytes that an app reads.</summary>
[Collection(ProcessTests.Name)]
public sealed class ArrowRepliesTests
{
    private const string ArrowType = "application/vnd.apache.arrow.stream";
    private const string Source = "/arrow-app";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Request_AcceptsArrow_RowsComeAsArrowStreams(bool structured)
    {
        using var folder = new StateFolder();
        await using var server = await ServerProcess.StartAsync(Path.Combine(folder.Path, "state"), new Dictionary<string, string?> { ["SPARK_HOME"] = null }, "--engine", "duckdb");
        var topic = "arrow.replies";
        await using var replies = new TopicLog(server.Kafka, topic);
        var asked = LoadRequest.Demand("a-1", SampleData.Default, new SplitMix64(3));

        await SendAsync(server.Kafka, topic, asked, structured);

        await Within.LimitAsync(Limit, () => $"it is done\n{server.Log}", () => Task.FromResult(replies.Records.Any(r => TypeOf(r, structured).EndsWith(".done", StringComparison.Ordinal))));
        var rows = replies.Records.Where(r => TypeOf(r, structured).EndsWith(".rows", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(rows);
        var read = new List<(int District, long Reservations)>();
        foreach (var record in rows)
        {
            Read(Body(record, structured), read);
        }

        Assert.Equal(
            asked.Expected.Select(row => ((int)row!["district"]!, long.Parse(row["reservations"]!.ToString(), System.Globalization.CultureInfo.InvariantCulture))),
            read);
    }

    private static async Task SendAsync(string bootstrap, string topic, LoadRequest asked, bool structured)
    {
        using var producer = new ProducerBuilder<string, string>(new ProducerConfig { BootstrapServers = bootstrap }).Build();
        var request = RequestEvents.Of(Source, asked.Id, asked.Analysis, asked.Data);
        request["replyto"] = topic;
        request["accept"] = ArrowType;
        await producer.ProduceAsync("coscheduler.requests", structured ? RequestEvents.Structured(request) : RequestEvents.Binary(request), TestContext.Current.CancellationToken);
    }

    private static string TypeOf(ConsumeResult<string, byte[]> record, bool structured) =>
        structured ? JsonNode.Parse(record.Message.Value)!["type"]!.ToString() : Header(record, "ce_type");

    private static byte[] Body(ConsumeResult<string, byte[]> record, bool structured)
    {
        if (!structured)
        {
            Assert.Equal(ArrowType, Header(record, "content-type"));
            return record.Message.Value;
        }

        var document = JsonNode.Parse(record.Message.Value)!;
        Assert.Equal(ArrowType, document["datacontenttype"]!.ToString());
        return Convert.FromBase64String(document["data_base64"]!.ToString());
    }

    private static string Header(ConsumeResult<string, byte[]> record, string name) =>
        record.Message.Headers.TryGetLastBytes(name, out var bytes) ? System.Text.Encoding.UTF8.GetString(bytes) : "";

    private static void Read(byte[] stream, List<(int District, long Reservations)> into)
    {
        using var reader = new ArrowStreamReader(stream);
        while (reader.ReadNextRecordBatch() is { } batch)
        {
            using (batch)
            {
                var districts = batch.Column("district");
                var reservations = (Int64Array)batch.Column("reservations");
                for (var i = 0; i < batch.Length; i++)
                {
                    into.Add(((int)(districts is Int64Array wide ? wide.GetValue(i)! : ((Int32Array)districts).GetValue(i)!), reservations.GetValue(i)!.Value));
                }
            }
        }
    }
}
