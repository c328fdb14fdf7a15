using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using CoScheduler.Spark.Protocol;
using Grpc.Core;
using Grpc.Net.Client;

namespace CoScheduler.Spark.Connect;

/// <summary>The connection to a server, which sessions of one process share.</summary>
internal sealed class ConnectChannel : IDisposable
{
    private readonly GrpcChannel _channel;
    private int _users = 1;

    public ConnectChannel(SparkConnectOptions options)
    {
        _channel = GrpcChannel.ForAddress(options.Endpoint, new GrpcChannelOptions
        {
            HttpHandler = Handler(options),
            DisposeHttpClient = true,
            MaxReceiveMessageSize = options.MaxReceiveMessageSize,
            MaxSendMessageSize = options.MaxSendMessageSize,
        });
        Service = new SparkConnectService.SparkConnectServiceClient(_channel);
        Headers = MetadataOf(options);
    }

    public SparkConnectService.SparkConnectServiceClient Service { get; }

    public Metadata Headers { get; }

    /// <summary>What Spark the server is; null while nobody has asked it.</summary>
    public string? ServerVersion { get; set; }

    public ConnectChannel Share()
    {
        Interlocked.Increment(ref _users);
        return this;
    }

    public void Dispose()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            _channel.Dispose();
        }
    }

    private static SocketsHttpHandler Handler(SparkConnectOptions options) => new()
    {
        ConnectTimeout = options.ConnectTimeout,
        EnableMultipleHttp2Connections = true,
        KeepAlivePingDelay = options.KeepAlivePingDelay,
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        PlaintextStreamFilter = (context, _) => ValueTask.FromResult<Stream>(new FirstFrameStream(context.PlaintextStream, options.ConnectTimeout)),
        // A proxy of the environment cannot carry HTTP/2 without TLS.
        UseProxy = options.Endpoint.Scheme == Uri.UriSchemeHttps,
        SslOptions = options.TrustedCertificates is { } trusted ? new SslClientAuthenticationOptions { CertificateChainPolicy = Policy(trusted) } : null,
    };

    private static X509ChainPolicy Policy(X509Certificate2Collection trusted)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(trusted);
        return policy;
    }

    private static Metadata MetadataOf(SparkConnectOptions options)
    {
        var headers = new Metadata();
        foreach (var (key, value) in options.Headers)
        {
            headers.Add(key, value);
        }

        if (options.Token is { } token)
        {
            headers.Add("authorization", $"Bearer {token}");
        }

        return headers;
    }
}
