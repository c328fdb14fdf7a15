using CoScheduler.Spark.Connect;
using CoScheduler.Spark.Protocol;
using Grpc.Core;
using Grpc.Net.Client;

namespace CoScheduler.Benchmarks.Cases.Connect;

/// <summary>gRPC alone: sends a query and drains what comes, without looking at it.</summary>
internal sealed class RawStream : IDisposable
{
    private readonly GrpcChannel _channel;
    private readonly SparkConnectService.SparkConnectServiceClient _service;
    private readonly Metadata _headers = [];
    private readonly string _session = Guid.NewGuid().ToString();
    private readonly UserContext _user;

    public RawStream(SparkConnectOptions options)
    {
        _channel = GrpcChannel.ForAddress(options.Endpoint, new GrpcChannelOptions { MaxReceiveMessageSize = options.MaxReceiveMessageSize });
        _service = new SparkConnectService.SparkConnectServiceClient(_channel);
        _user = new UserContext { UserId = options.UserId };
        if (options.Token is { } token)
        {
            _headers.Add("authorization", $"Bearer {token}");
        }
    }

    /// <summary>Runs a query.</summary>
    /// <returns>The bytes of Arrow that came.</returns>
    public async Task<long> DrainAsync(string sql, CancellationToken cancellationToken)
    {
        var request = new ExecutePlanRequest
        {
            SessionId = _session,
            UserContext = _user,
            OperationId = Guid.NewGuid().ToString(),
            Plan = new Plan { Root = new Relation { Sql = new SQL { Query = sql } } },
        };
        request.RequestOptions.Add(new ExecutePlanRequest.Types.RequestOption { ResultChunkingOptions = new() { AllowArrowBatchChunking = true } });
        using var call = _service.ExecutePlan(request, _headers, cancellationToken: cancellationToken);
        var bytes = 0L;
        while (await call.ResponseStream.MoveNext(cancellationToken))
        {
            bytes += call.ResponseStream.Current.ArrowBatch?.Data.Length ?? 0;
        }

        return bytes;
    }

    public void Dispose() => _channel.Dispose();
}
