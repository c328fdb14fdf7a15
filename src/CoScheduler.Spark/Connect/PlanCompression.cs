using System.Globalization;
using CoScheduler.Spark.Protocol;
using Google.Protobuf;
using ZstdSharp;

namespace CoScheduler.Spark.Connect;

/// <summary>
/// Compresses plans that are larger than the session wants them (<c>spark.connect.session.planCompression.threshold</c>, 10 MiB), as Spark's own clients do
/// (its class SparkConnectClient, method _try_compress_and_set_plan). A server that knows no such setting is sent plans as they are.
/// </summary>
internal sealed class PlanCompression(SessionClient client)
{
    /// <summary>Nothing is gained with less, so that a small query need not ask first what the server wants.</summary>
    public const int SmallestPlan = 64 * 1024;

    private const string ThresholdKey = "spark.connect.session.planCompression.threshold";
    private const string AlgorithmKey = "spark.connect.session.planCompression.defaultAlgorithm";
    private const string Zstd = "ZSTD";
    private long? _threshold;

    public async ValueTask<Plan> ApplyAsync(Plan plan, CancellationToken cancellationToken)
    {
        var size = plan.CalculateSize();
        if (size < SmallestPlan || size <= (_threshold ??= await ThresholdAsync(cancellationToken)))
        {
            return plan;
        }

        var compressed = Compressed(plan);
        return compressed.CalculateSize() < size ? compressed : plan;
    }

    /// <summary>Compresses the plans of a request that has some.</summary>
    public async ValueTask ApplyAsync(AnalyzePlanRequest request, CancellationToken cancellationToken)
    {
        switch (request.AnalyzeCase)
        {
            case AnalyzePlanRequest.AnalyzeOneofCase.Schema:
                request.Schema.Plan = await ApplyAsync(request.Schema.Plan, cancellationToken);
                break;
            case AnalyzePlanRequest.AnalyzeOneofCase.Explain:
                request.Explain.Plan = await ApplyAsync(request.Explain.Plan, cancellationToken);
                break;
            case AnalyzePlanRequest.AnalyzeOneofCase.TreeString:
                request.TreeString.Plan = await ApplyAsync(request.TreeString.Plan, cancellationToken);
                break;
            case AnalyzePlanRequest.AnalyzeOneofCase.IsLocal:
                request.IsLocal.Plan = await ApplyAsync(request.IsLocal.Plan, cancellationToken);
                break;
            case AnalyzePlanRequest.AnalyzeOneofCase.IsStreaming:
                request.IsStreaming.Plan = await ApplyAsync(request.IsStreaming.Plan, cancellationToken);
                break;
            case AnalyzePlanRequest.AnalyzeOneofCase.InputFiles:
                request.InputFiles.Plan = await ApplyAsync(request.InputFiles.Plan, cancellationToken);
                break;
            case AnalyzePlanRequest.AnalyzeOneofCase.SameSemantics:
                request.SameSemantics.TargetPlan = await ApplyAsync(request.SameSemantics.TargetPlan, cancellationToken);
                request.SameSemantics.OtherPlan = await ApplyAsync(request.SameSemantics.OtherPlan, cancellationToken);
                break;
            case AnalyzePlanRequest.AnalyzeOneofCase.SemanticHash:
                request.SemanticHash.Plan = await ApplyAsync(request.SemanticHash.Plan, cancellationToken);
                break;
        }
    }

    private static Plan Compressed(Plan plan)
    {
        var isCommand = plan.OpTypeCase == Plan.OpTypeOneofCase.Command;
        IMessage operation = isCommand ? plan.Command : plan.Root;
        using var compressor = new Compressor();
        return new Plan
        {
            CompressedOperation = new Plan.Types.CompressedOperation
            {
                Data = ByteString.CopyFrom(compressor.Wrap(operation.ToByteArray())),
                OpType = isCommand ? Plan.Types.CompressedOperation.Types.OpType.Command : Plan.Types.CompressedOperation.Types.OpType.Relation,
                CompressionCodec = CompressionCodec.Zstd,
            },
        };
    }

    // Negative in Spark stands for never.
    private async Task<long> ThresholdAsync(CancellationToken cancellationToken)
    {
        var known = await SessionSettings.KnownAsync(client, [ThresholdKey, AlgorithmKey], cancellationToken);
        return known.GetValueOrDefault(AlgorithmKey) == Zstd
            && known.TryGetValue(ThresholdKey, out var text) && long.Parse(text, CultureInfo.InvariantCulture) is >= 0 and var threshold
            ? threshold
            : long.MaxValue;
    }
}
