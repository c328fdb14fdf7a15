using System.Collections.Concurrent;
using CoScheduler.Spark.Protocol;
using Grpc.Core;

namespace CoScheduler.Spark.Connect;

/// <summary>The service's calls in the name of one session: identity, retries and errors.</summary>
internal sealed class SessionClient(ConnectChannel channel, SparkConnectOptions options, Guid sessionId) : IDisposable
{
    private readonly ConcurrentDictionary<Task, bool> _unsettled = new();
    private volatile string? _observedServerSession;
    private volatile bool _disposed;

    public SparkConnectOptions Options => options;

    public Guid SessionId => sessionId;

    /// <summary>Whether the server has ever answered, and so knows the session.</summary>
    public bool HasAnswered => _observedServerSession is not null;

    /// <exception cref="ObjectDisposedException">The session has ended, whether or not others still use the connection.</exception>
    public SparkConnectService.SparkConnectServiceClient Service => _disposed ? throw Ended() : channel.Service;

    /// <summary>Another session of the same user over the same connection.</summary>
    public SessionClient Fork(Guid otherSessionId, SparkConnectOptions otherOptions) =>
        _disposed ? throw Ended() : new(channel.Share(), otherOptions, otherSessionId);

    public static ObjectDisposedException Ended() => new(nameof(Sql.SparkSession), "The session was stopped; make another with SparkSession.Builder().");

    public T Stamp<T>(T request)
        where T : ISessionRequest
    {
        request.SessionId = sessionId.ToString();
        request.UserContext = User();
        request.ClientType = options.UserAgent;
        if (_observedServerSession is { } observed)
        {
            request.ClientObservedServerSideSessionId = observed;
        }

        return request;
    }

    /// <summary>Remembers which server answered, so that one that was restarted meanwhile is noticed.</summary>
    public void Observe(ISessionResponse response)
    {
        if (response.ServerSideSessionId.Length > 0)
        {
            _observedServerSession = response.ServerSideSessionId;
        }
    }

    public CallOptions CallOptions(CancellationToken cancellationToken) => new(channel.Headers, cancellationToken: cancellationToken);

    public RetryState NewRetryState() => new(options.Retry, Random.Shared.NextDouble);

    /// <summary>Waits before the next try.</summary>
    /// <returns>False if there is none.</returns>
    public async ValueTask<bool> WaitToRetryAsync(RetryState tries, RpcFailure failure, CancellationToken cancellationToken)
    {
        if (tries.Next(failure.RetryDelay) is not { } delay || (failure.IsWithoutServer && !HasAnswered && tries.Failures >= options.Retry.MaxConnectTries))
        {
            return false;
        }

        Log.Retrying(options.Logger, failure.Error.Status.Detail, tries.Failures + 1, delay);
        await Task.Delay(delay, options.TimeProvider, cancellationToken);
        return true;
    }

    public async Task<TResponse> CallAsync<TRequest, TResponse>(
        TRequest request, Func<TRequest, CallOptions, AsyncUnaryCall<TResponse>> call, CancellationToken cancellationToken)
        where TRequest : ISessionRequest
        where TResponse : ISessionResponse
    {
        var response = await RetryAsync(() => OnceAsync(call(Stamp(request), CallOptions(cancellationToken))), cancellationToken);
        Observe(response);
        return response;
    }

    public async Task ReleaseSessionAsync(CancellationToken cancellationToken)
    {
        var request = new ReleaseSessionRequest { SessionId = sessionId.ToString(), UserContext = User(), ClientType = options.UserAgent };
        await RetryAsync(() => OnceAsync(Service.ReleaseSessionAsync(request, CallOptions(cancellationToken))), cancellationToken);
    }

    public async Task<SparkException> ToExceptionAsync(RpcFailure failure, CancellationToken cancellationToken)
    {
        var details = failure.ErrorId is { } id ? await DetailsAsync(id, cancellationToken) : null;
        var version = failure.MayBeOfItsVersion ? await ServerVersionAsync(cancellationToken) : null;
        return SparkErrors.ToException(failure, details, options, ServerVersions.Note(version));
    }

    /// <summary>Takes a session that somebody else began on the server.</summary>
    public void Join(string serverSideSessionId) => _observedServerSession = serverSideSessionId;

    /// <summary>Lets something that never fails end on its own; <see cref="SettledAsync"/> waits for it.</summary>
    public void Settle(Task cleanup)
    {
        _unsettled.TryAdd(cleanup, true);
        _ = cleanup.ContinueWith(ended => _unsettled.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    public Task SettledAsync() => Task.WhenAll(_unsettled.Keys);

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            channel.Dispose();
        }
    }

    private UserContext User() => new() { UserId = options.UserId, UserName = options.UserId };

    /// <summary>Makes a call until it succeeds, fails for good, or has been tried often enough.</summary>
    public async Task<TResponse> RetryAsync<TResponse>(Func<Task<TResponse>> call, CancellationToken cancellationToken)
    {
        var tries = NewRetryState();
        while (true)
        {
            RpcFailure failure;
            try
            {
                return await call();
            }
            catch (RpcException error)
            {
                cancellationToken.ThrowIfCancellationRequested();
                failure = RpcFailure.Of(error);
            }

            if (!failure.IsRetryable || !await WaitToRetryAsync(tries, failure, cancellationToken))
            {
                throw await ToExceptionAsync(failure, cancellationToken);
            }
        }
    }

    private static async Task<TResponse> OnceAsync<TResponse>(AsyncUnaryCall<TResponse> call)
    {
        using (call)
        {
            return await call.ResponseAsync;
        }
    }

    /// <summary>Asks once what Spark the server is.</summary>
    private async Task<string?> ServerVersionAsync(CancellationToken cancellationToken)
    {
        if (channel.ServerVersion is { } known)
        {
            return known;
        }

        try
        {
            using var call = Service.AnalyzePlanAsync(Stamp(new AnalyzePlanRequest { SparkVersion = new() }), CallOptions(cancellationToken));
            return channel.ServerVersion = (await call.ResponseAsync).SparkVersion?.Version;
        }
        catch (RpcException error)
        {
            // The failure that is being told matters more than why this call failed too.
            Log.ServerVersionUnknown(options.Logger, error);
            return null;
        }
    }

    private async Task<FetchErrorDetailsResponse?> DetailsAsync(string errorId, CancellationToken cancellationToken)
    {
        try
        {
            var request = Stamp(new FetchErrorDetailsRequest { ErrorId = errorId });
            using var call = Service.FetchErrorDetailsAsync(request, CallOptions(cancellationToken));
            return await call.ResponseAsync;
        }
        catch (RpcException error)
        {
            Log.ErrorDetailsMissing(options.Logger, error);
            return null;
        }
    }
}
