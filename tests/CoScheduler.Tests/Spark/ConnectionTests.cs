using System.IO.Hashing;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CoScheduler.Spark;
using CoScheduler.Spark.Connect;
using CoScheduler.Spark.Protocol;
using CoScheduler.Spark.Sql;
using Grpc.Core;
using Xunit;

namespace CoScheduler.Tests.Spark;

/// <summary>Token, TLS, user agent, retries, copies, tags and progress, as they go over the wire.</summary>
public sealed class ConnectionTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tls_CertificateOfATrustedRoot_CarriesTokenAndUserAgent()
    {
        using var certificate = Certificate();
        await using var server = await FakeConnectServer.StartAsync(certificate);
        server.Responses.AddRange(ArrowResults.Whole(batches: 1));
        await using var spark = new SparkSession(new SparkConnectOptions
        {
            Endpoint = server.Endpoint,
            Token = "secret",
            UserAgent = "tests/1",
            TrustedCertificates = [X509CertificateLoader.LoadCertificate(certificate.RawData)],
        });
        Assert.Equal(3, (await spark.Sql("SELECT id FROM t").CollectAsync(Cancelled)).Count);
        Assert.Equal("https", server.Endpoint.Scheme);
        Assert.All(server.Authorizations, said => Assert.Equal("Bearer secret", said));
        Assert.Equal("tests/1", Assert.Single(server.Executed).ClientType);
    }

    [Fact]
    public async Task Tls_CertificateThatNobodyTrusts_IsRefusedAtOnce()
    {
        using var certificate = Certificate();
        await using var server = await FakeConnectServer.StartAsync(certificate);
        await using var spark = new SparkSession(new SparkConnectOptions { Endpoint = server.Endpoint, ReleaseOnDispose = false });
        var error = await Assert.ThrowsAsync<SparkConnectException>(() => spark.Sql("SELECT 1").CollectAsync(Cancelled));
        Assert.Contains("The remote certificate is invalid", error.Message, StringComparison.Ordinal);
        Assert.Contains("TrustedCertificates", error.Message, StringComparison.Ordinal);
        Assert.Empty(server.Calls);
    }

    [Fact]
    public async Task Tls_CertificateOfAnotherHost_IsRefusedAtOnce()
    {
        using var certificate = Certificate(IPAddress.Parse("192.0.2.1"));
        await using var server = await FakeConnectServer.StartAsync(certificate);
        await using var spark = new SparkSession(new SparkConnectOptions
        {
            Endpoint = server.Endpoint,
            ReleaseOnDispose = false,
            TrustedCertificates = [X509CertificateLoader.LoadCertificate(certificate.RawData)],
        });
        var error = await Assert.ThrowsAsync<SparkConnectException>(() => spark.Sql("SELECT 1").CollectAsync(Cancelled));
        Assert.Contains("RemoteCertificateNameMismatch", error.Message, StringComparison.Ordinal);
        Assert.Empty(server.Calls);
    }

    [Fact]
    public async Task Tls_ServerWithoutIt_IsSaidToBe()
    {
        await using var server = await FakeConnectServer.StartAsync();
        var endpoint = new UriBuilder(server.Endpoint) { Scheme = Uri.UriSchemeHttps }.Uri;
        await using var spark = new SparkSession(new SparkConnectOptions { Endpoint = endpoint, ReleaseOnDispose = false });
        var error = await Assert.ThrowsAsync<SparkConnectException>(() => spark.VersionAsync(Cancelled));
        Assert.Contains("without use_ssl", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoTls_ServerThatWantsIt_IsSaidToBe()
    {
        using var certificate = Certificate();
        await using var server = await FakeConnectServer.StartAsync(certificate);
        var options = new SparkConnectOptions
        {
            Endpoint = new UriBuilder(server.Endpoint) { Scheme = Uri.UriSchemeHttp }.Uri,
            ReleaseOnDispose = false,
            Retry = new RetryOptions { InitialDelay = TimeSpan.Zero, MaxConnectTries = 2 },
        };
        await using var spark = new SparkSession(options);
        var error = await Assert.ThrowsAsync<SparkConnectException>(() => spark.VersionAsync(Cancelled));
        Assert.Contains("use_ssl=true", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_ServerAsksToComeLater_IsMadeAgain()
    {
        await using var server = await FakeConnectServer.StartAsync();
        var failures = 2;
        server.Unary = (_, _) => failures-- > 0
            ? throw FakeFailure.Later(TimeSpan.FromMilliseconds(1))
            : new AnalyzePlanResponse { SparkVersion = new() { Version = "4.3.0" }, ServerSideSessionId = FakeConnectServer.ServerSessionId };
        await using var spark = Session(server);
        Assert.Equal("4.3.0", await spark.VersionAsync(Cancelled));
        Assert.Equal(3, server.Calls.Count(call => call == "AnalyzePlan"));
    }

    [Fact]
    public async Task Call_NothingListens_IsTriedAsOftenAsSaid()
    {
        await using var server = await FakeConnectServer.StartAsync();
        var endpoint = server.Endpoint;
        await server.DisposeAsync();
        var retry = new RetryOptions { InitialDelay = TimeSpan.Zero, MaxConnectTries = 3 };
        await using var spark = new SparkSession(new SparkConnectOptions { Endpoint = endpoint, Retry = retry });
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<SparkConnectException>(() => spark.VersionAsync(Cancelled))).StatusCode);
    }

    [Fact]
    public async Task Execute_TagsOfSessionAndCall_AreSentOnceEach()
    {
        await using var server = await FakeConnectServer.StartAsync();
        server.Responses.AddRange(ArrowResults.Whole(batches: 1));
        await using var spark = Session(server);
        spark.AddTag("b");
        spark.AddTag("a");
        await using var execution = await spark.ExecuteAsync(spark.Sql("SELECT 1"), new ExecuteOptions { Tags = ["c", "b"] }, Cancelled);
        Assert.Equal(["a", "b", "c"], Assert.Single(server.Executed).Tags);
    }

    [Fact]
    public async Task Progress_OfTheServer_IsHeardByAllHandlers()
    {
        await using var server = await FakeConnectServer.StartAsync();
        var progress = new ExecutePlanResponse.Types.ExecutionProgress { NumInflightTasks = 2 };
        progress.Stages.Add(new ExecutePlanResponse.Types.ExecutionProgress.Types.StageInfo { StageId = 1, NumTasks = 4, NumCompletedTasks = 3, InputBytesRead = 5, Done = false });
        server.Responses.AddRange([new ExecutePlanResponse { ExecutionProgress = progress }, .. ArrowResults.Whole(batches: 1)]);
        await using var spark = Session(server);
        var (first, second) = (new Heard(), new Heard());
        spark.RegisterProgressHandler(first);
        spark.RegisterProgressHandler(second);
        spark.RemoveProgressHandler(second);
        await spark.Sql("SELECT 1").CollectAsync(Cancelled);
        Assert.Equal(2, first.Reports[0].TasksInFlight);
        Assert.Equal(new StageProgress(1, 4, 3, 5, false), Assert.Single(first.Reports[0].Stages));
        Assert.Empty(second.Reports);
    }

    [Fact]
    public void Crc_OfTheStandardsExample_IsItsCheckValue() => Assert.Equal(0xCBF43926, Crc32.HashToUInt32("123456789"u8));

    private static SparkSession Session(FakeConnectServer server) => new(new SparkConnectOptions
    {
        Endpoint = server.Endpoint,
        ReleaseOnDispose = false,
        Retry = new RetryOptions { InitialDelay = TimeSpan.Zero, MaxJitter = TimeSpan.Zero },
    });

    private static X509Certificate2 Certificate(IPAddress? host = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(host ?? IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = DateTimeOffset.UtcNow;
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    private sealed class Heard : IProgress<ExecutionProgress>
    {
        public List<ExecutionProgress> Reports { get; } = [];

        public void Report(ExecutionProgress value) => Reports.Add(value);
    }
}
