using CoScheduler.Spark.Connect;
using CoScheduler.Spark.Protocol;
using CoScheduler.Spark.Sql;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Xunit;
using ZstdSharp;
using static CoScheduler.Spark.Sql.Functions;

namespace CoScheduler.Tests.Spark;

/// <summary>Large plans go compressed where the session wants them so.</summary>
public sealed class PlanCompressionTests
{
    private const string Threshold = "spark.connect.session.planCompression.threshold";
    private const string Algorithm = "spark.connect.session.planCompression.defaultAlgorithm";
    private static readonly string s_long = new('x', 2 * PlanCompression.SmallestPlan);

    /// <summary>The kinds of analysis that the protocol sends a plan with.</summary>
    public static TheoryData<string> Analyses => [.. AnalyzePlanRequest.Descriptor.Oneofs.Single(oneof => oneof.Name == "analyze").Fields
        .Where(kind => Plans(kind.MessageType).Any()).Select(kind => kind.Name)];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Plan_AboveTheThreshold_IsSentCompressed()
    {
        var plan = await SentAsync(s_long, new() { [Threshold] = "100000", [Algorithm] = "ZSTD" });
        Assert.Equal(Plan.OpTypeOneofCase.CompressedOperation, plan.OpTypeCase);
        Assert.InRange(plan.CalculateSize(), 1, 1000);
        Assert.Equal((Plan.Types.CompressedOperation.Types.OpType.Relation, CompressionCodec.Zstd), (plan.CompressedOperation.OpType, plan.CompressedOperation.CompressionCodec));
        using var decompressor = new Decompressor();
        var relation = Relation.Parser.ParseFrom(decompressor.Unwrap(plan.CompressedOperation.Data.Span));
        Assert.Equal(s_long, relation.Project.Expressions[0].Literal.String);
    }

    [Theory]
    [InlineData("10000000", "ZSTD")]
    [InlineData("-1", "ZSTD")]
    [InlineData("100000", "NONE")]
    [InlineData(null, "ZSTD")]
    [InlineData("100000", null)]
    public async Task Plan_TheSessionWantsItAsItIs_IsSentSo(string? threshold, string? algorithm) =>
        Assert.Equal(Plan.OpTypeOneofCase.Root, (await SentAsync(s_long, new() { [Threshold] = threshold, [Algorithm] = algorithm })).OpTypeCase);

    [Fact]
    public async Task Plan_Small_IsSentWithoutAsking()
    {
        await using var server = await FakeConnectServer.StartAsync();
        server.Responses.AddRange(ArrowResults.Whole(batches: 1));
        await using var spark = Session(server);
        await spark.Range(1).Select(Lit("x")).CollectAsync(Cancelled);
        Assert.DoesNotContain("Config", server.Calls);
    }

    [Theory]
    [MemberData(nameof(Analyses))]
    public async Task Analysis_WithAPlan_IsSentCompressed(string kind)
    {
        await using var server = await FakeConnectServer.StartAsync();
        server.Unary = (_, request) => Settings(ConfigRequest.Parser.ParseFrom(request), new() { [Threshold] = "100000", [Algorithm] = "ZSTD" });
        var options = new SparkConnectOptions { Endpoint = server.Endpoint };
        using var client = new SessionClient(new ConnectChannel(options), options, Guid.NewGuid());
        var field = AnalyzePlanRequest.Descriptor.FindFieldByName(kind);
        var analysis = field.MessageType.Parser.ParseFrom(ByteString.Empty);
        var plans = Plans(field.MessageType).Select(plan => plan.Accessor).ToList();
        plans.ForEach(plan => plan.SetValue(analysis, new Plan { Root = new Relation { Sql = new SQL { Query = s_long } } }));
        var request = new AnalyzePlanRequest();
        field.Accessor.SetValue(request, analysis);
        await new PlanCompression(client).ApplyAsync(request, Cancelled);
        Assert.NotEmpty(plans);
        Assert.All(plans, plan => Assert.Equal(Plan.OpTypeOneofCase.CompressedOperation, ((Plan)plan.GetValue(analysis)).OpTypeCase));
    }

    private static IEnumerable<FieldDescriptor> Plans(MessageDescriptor message) =>
        message.Fields.InDeclarationOrder().Where(field => field.FieldType == FieldType.Message && field.MessageType == Plan.Descriptor);

    private static async Task<Plan> SentAsync(string text, Dictionary<string, string?> settings)
    {
        await using var server = await FakeConnectServer.StartAsync();
        server.Responses.AddRange(ArrowResults.Whole(batches: 1));
        server.Unary = (method, request) => method == "Config" ? Settings(ConfigRequest.Parser.ParseFrom(request), settings) : null!;
        await using var spark = Session(server);
        await spark.Range(1).Select(Lit(text)).CollectAsync(Cancelled);
        return Assert.Single(server.Executed).Plan;
    }

    private static ConfigResponse Settings(ConfigRequest request, Dictionary<string, string?> settings)
    {
        var response = new ConfigResponse { ServerSideSessionId = FakeConnectServer.ServerSessionId };
        foreach (var key in request.Operation.GetOption.Keys)
        {
            response.Pairs.Add(settings[key] is { } value ? new KeyValue { Key = key, Value = value } : new KeyValue { Key = key });
        }

        return response;
    }

    private static SparkSession Session(FakeConnectServer server) => new(new SparkConnectOptions { Endpoint = server.Endpoint, ReleaseOnDispose = false });
}
