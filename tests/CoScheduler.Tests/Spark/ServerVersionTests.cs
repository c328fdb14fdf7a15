using System.Net;
using System.Net.Sockets;
using CoScheduler.Spark;
using CoScheduler.Spark.Connect;
using CoScheduler.Spark.Protocol;
using CoScheduler.Spark.Sql;
using Grpc.Core;
using Xunit;

namespace CoScheduler.Tests.Spark;

/// <summary>Servers of another version, and what is no Spark Connect server at all.</summary>
public sealed class ServerVersionTests
{
    private static readonly RetryOptions s_atOnce = new() { InitialDelay = TimeSpan.Zero, MaxJitter = TimeSpan.Zero };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Call_UnknownToAnOldServer_NamesBothVersions()
    {
        await using var server = await FakeConnectServer.StartAsync();
        server.Unary = (method, _) => Answer(method, "3.5.1") ?? throw new FakeFailure((int)StatusCode.Unimplemented, $"Method not found: {method}");
        await using var spark = Session(server.Endpoint);
        var error = await Assert.ThrowsAsync<SparkConnectException>(() => spark.CloneSessionAsync(cancellationToken: Cancelled));
        Assert.Equal(StatusCode.Unimplemented, error.StatusCode);
        Assert.Contains("Method not found: CloneSession", error.Message, StringComparison.Ordinal);
        Assert.Contains("The server is Spark 3.5.1; this client needs Spark 4.2 or newer.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3.5.1", true)]
    [InlineData("4.0.0-preview2", true)]
    [InlineData("4.1.4", true)]
    [InlineData("4.2.0", false)]
    [InlineData("4.10.0-SNAPSHOT", false)]
    [InlineData("5.0.0", false)]
    [InlineData("unknown", false)]
    public async Task Query_ThatTheServerRefuses_NamesTheVersionIfItIsOld(string version, bool isNamed)
    {
        await using var server = await FakeConnectServer.StartAsync();
        server.Unary = (method, _) => Answer(method, version)!;
        server.Failure = FakeFailure.OfSpark("UNBOUND_SQL_PARAMETER", "Found the unbound parameter.", null, "org.apache.spark.sql.AnalysisException");
        await using var spark = Session(server.Endpoint);
        var error = await Assert.ThrowsAsync<AnalysisException>(() => spark.Sql("SELECT :a", [new("a", 1)]).CollectAsync(Cancelled));
        Assert.Equal("UNBOUND_SQL_PARAMETER", error.ErrorClass);
        Assert.StartsWith("Found the unbound parameter.", error.Message, StringComparison.Ordinal);
        Assert.Equal(isNamed, error.Message.Contains($"Spark {version};", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Version_IsAskedOnceForAllSessionsOfAConnection()
    {
        await using var server = await FakeConnectServer.StartAsync();
        server.Unary = (method, _) => Answer(method, "3.5.1") ?? throw FakeFailure.OfSpark("NO", "No.");
        await using var spark = Session(server.Endpoint);
        await using var other = spark.NewSession();
        for (var call = 0; call < 3; call++)
        {
            await Assert.ThrowsAsync<SparkException>(() => spark.Conf().GetAsync("a", Cancelled));
            await Assert.ThrowsAsync<SparkException>(() => other.Conf().GetAsync("a", Cancelled));
        }

        Assert.Equal(1, server.Calls.Count(call => call == "AnalyzePlan"));
    }

    [Fact]
    public async Task Server_ThatKnowsNoCall_IsSaidToBeNone()
    {
        await using var server = await FakeConnectServer.StartAsync();
        server.Unary = (method, _) => throw new FakeFailure((int)StatusCode.Unimplemented, $"Method not found: {method}");
        await using var spark = Session(server.Endpoint);
        var error = await Assert.ThrowsAsync<SparkConnectException>(() => spark.VersionAsync(Cancelled));
        Assert.Contains("no Spark Connect server or an old one", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")]
    [InlineData("SSH-2.0-OpenSSH_9.6\r\n")]
    [InlineData("")]
    public async Task Server_OfAnotherProtocol_IsSaidSoon(string greeting)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var ended = new CancellationTokenSource();
        var answering = AnswerAsync(listener, greeting, ended.Token);
        await using var spark = Session(new Uri($"http://{listener.LocalEndpoint}"), s_atOnce with { MaxConnectTries = 3, MaxTries = 1000, MaxDelay = TimeSpan.FromMinutes(1) });
        var error = await Assert.ThrowsAsync<SparkConnectException>(() => spark.VersionAsync(Cancelled).WaitAsync(TimeSpan.FromSeconds(30), Cancelled));
        Assert.Contains("no HTTP/2", error.Message, StringComparison.Ordinal);
        await ended.CancelAsync();
        await answering;
    }

    [Fact]
    public async Task Server_ThatTakesConnectionsAndSaysNothing_IsNotWaitedFor()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var spark = new SparkSession(new SparkConnectOptions
        {
            Endpoint = new Uri($"http://{listener.LocalEndpoint}"),
            ConnectTimeout = TimeSpan.FromMilliseconds(200),
            Retry = s_atOnce with { MaxConnectTries = 2 },
        });
        var error = await Assert.ThrowsAsync<SparkConnectException>(() => spark.VersionAsync(Cancelled).WaitAsync(TimeSpan.FromSeconds(30), Cancelled));
        Assert.Contains("said nothing for 0.2 s", error.Message, StringComparison.Ordinal);
    }

    private static AnalyzePlanResponse? Answer(string method, string version) => method != "AnalyzePlan" ? null : new AnalyzePlanResponse
    {
        SparkVersion = new() { Version = version },
        ServerSideSessionId = FakeConnectServer.ServerSessionId,
    };

    private static SparkSession Session(Uri endpoint, RetryOptions? retry = null) =>
        new(new SparkConnectOptions { Endpoint = endpoint, ReleaseOnDispose = false, Retry = retry ?? s_atOnce });

    private static async Task AnswerAsync(TcpListener listener, string greeting, CancellationToken ended)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(ended);
                await client.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(greeting), ended);
                var asked = new byte[24];
                await client.GetStream().ReadAtLeastAsync(asked, asked.Length, throwOnEndOfStream: false, ended);
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The test has ended.
        }
    }
}
