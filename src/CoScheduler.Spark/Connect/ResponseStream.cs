using CoScheduler.Spark.Protocol;
using Grpc.Core;

namespace CoScheduler.Spark.Connect;

/// <summary>
/// The responses of one execution, each once and in order, over as many gRPC streams as it takes: a server ends a stream after two minutes
/// (<c>spark.connect.execute.reattachable.senderMaxStreamDuration</c>) and connections break.
/// </summary>
internal sealed class ResponseStream(SessionClient client, Guid operationId, ExecutePlanRequest? request, bool reattachable, string? lastResponseId) : IDisposable
{
    // A stream that lasted this long and brought nothing was ended by the server in due course, not by a fault.
    private static readonly TimeSpan s_ordinaryLife = TimeSpan.FromSeconds(10);

    private readonly RetryState _tries = client.NewRetryState();
    private AsyncServerStreamingCall<ExecutePlanResponse>? _call;
    private bool _attach = request is null;
    private bool _received = lastResponseId is not null;
    private long _opened;

    public bool IsComplete { get; private set; }

    public string? LastResponseId { get; private set; } = lastResponseId;

    /// <summary>The next response, or null after the last.</summary>
    public async Task<ExecutePlanResponse?> NextAsync(CancellationToken cancellationToken)
    {
        while (!IsComplete)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                _call ??= Open(cancellationToken);
                if (await _call.ResponseStream.MoveNext(cancellationToken))
                {
                    return Take(_call.ResponseStream.Current);
                }
            }
            catch (RpcException error)
            {
                Close();
                cancellationToken.ThrowIfCancellationRequested();
                await RecoverAsync(RpcFailure.Of(error), cancellationToken);
                continue;
            }

            Close();
            await ContinueAsync(cancellationToken);
        }

        return null;
    }

    public void Dispose() => Close();

    private ExecutePlanResponse Take(ExecutePlanResponse response)
    {
        client.Observe(response);
        _tries.Reset();
        _received = true;
        LastResponseId = response.ResponseId.Length > 0 ? response.ResponseId : LastResponseId;
        IsComplete = response.ResponseTypeCase == ExecutePlanResponse.ResponseTypeOneofCase.ResultComplete;
        return response;
    }

    private AsyncServerStreamingCall<ExecutePlanResponse> Open(CancellationToken cancellationToken)
    {
        _opened = client.Options.TimeProvider.GetTimestamp();
        var options = client.CallOptions(cancellationToken);
        if (!_attach)
        {
            return client.Service.ExecutePlan(client.Stamp(request!), options);
        }

        var attach = client.Stamp(new ReattachExecuteRequest { OperationId = operationId.ToString() });
        if (LastResponseId is { } last)
        {
            attach.LastResponseId = last;
        }

        return client.Service.ReattachExecute(attach, options);
    }

    /// <summary>The server ended the stream without an error.</summary>
    private async ValueTask ContinueAsync(CancellationToken cancellationToken)
    {
        if (!reattachable)
        {
            IsComplete = true;
            return;
        }

        var life = client.Options.TimeProvider.GetElapsedTime(_opened);
        Log.Reattaching(client.Options.Logger, operationId, LastResponseId);
        _attach = true;
        if (life >= s_ordinaryLife || _tries.Failures == 0)
        {
            _tries.Reset();
            _tries.Next(asked: null);
            return;
        }

        var ended = RpcFailure.Of(new RpcException(new Grpc.Core.Status(StatusCode.Unavailable, "The stream ended before the result did.")));
        if (!await client.WaitToRetryAsync(_tries, ended, cancellationToken))
        {
            throw await client.ToExceptionAsync(ended, cancellationToken);
        }
    }

    private async ValueTask RecoverAsync(RpcFailure failure, CancellationToken cancellationToken)
    {
        var unknown = failure.ErrorClass is SparkErrorClasses.OperationNotFound or SparkErrorClasses.SessionNotFound;
        if (_attach && unknown && !_received && request is not null && _tries.Failures < client.Options.Retry.MaxTries)
        {
            Log.SendingAgain(client.Options.Logger, operationId);
            _tries.Next(asked: null);
            _attach = false;
            return;
        }

        // What was sent again may have arrived the first time after all.
        if (!_attach && _tries.Failures > 0 && failure.ErrorClass == SparkErrorClasses.OperationAlreadyExists)
        {
            _attach = true;
            return;
        }

        if (!reattachable || !failure.IsRetryable || !await client.WaitToRetryAsync(_tries, failure, cancellationToken))
        {
            throw await client.ToExceptionAsync(failure, cancellationToken);
        }

        _attach = true;
    }

    private void Close()
    {
        _call?.Dispose();
        _call = null;
    }
}
