using System.Net;
using System.Net.Sockets;
using CoScheduler.Frameworks.Spark;
using CoScheduler.Pool;
using CoScheduler.Storage.Secrets;
using CoScheduler.Tests.Local;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CoScheduler.Tests.Frameworks.Spark;

public sealed class DriverWatchTests : IDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);

    private readonly FakeTimeProvider _time = new();
    private readonly TcpListener _connect = new(IPAddress.Loopback, 0);
    private readonly Pages _pages = new();
    private readonly HttpClient _http;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private readonly DriverWatch _watch;
    private int _samples;

    public DriverWatchTests()
    {
        _connect.Start();
        _http = new HttpClient(_pages);
        var endpoints = new DriverEndpoints("127.0.0.1", 1, 2, 3, ((IPEndPoint)_connect.LocalEndpoint).Port);
        var driver = new TaskId("driver-1");
        _watch = new DriverWatch(
            new SparkFrameworkOptions { StateDirectory = _folder.FullName },
            new TaskLabels(TaskLabels.DriverKind, new RoleName("r"), driver, "app-1", endpoints, null),
            new FileSecretStore(_folder.FullName),
            _http,
            Hear,
            _time,
            NullLogger.Instance);
    }

    [Fact]
    public async Task Busy_RequestsThatAreAnsweredSoon_CostTheDriverNoLook()
    {
        await AdvanceUntilSampledAsync(1);
        for (var i = 0; i < 10; i++)
        {
            _watch.Busy = true;
            _time.Advance(Short);
            _watch.Busy = false;
            _time.Advance(Short);
        }

        _watch.Busy = true;
        await AdvanceUntilSampledAsync(2);
        Assert.Equal(2, _pages.MetricsAsked);
    }

    [Fact]
    public async Task Busy_WorkThatLasts_IsLookedAtAgainAndAgain()
    {
        await AdvanceUntilSampledAsync(1);
        _watch.Busy = true;
        var before = _time.GetUtcNow();
        await AdvanceUntilSampledAsync(4);
        Assert.True(_time.GetUtcNow() - before < TimeSpan.FromSeconds(5), "It was looked at as rarely as one without work.");
    }

    [Fact]
    public async Task Idle_IsLookedAtNowAndThen()
    {
        await AdvanceUntilSampledAsync(1);
        var before = _time.GetUtcNow();
        await AdvanceUntilSampledAsync(2);
        Assert.True(_time.GetUtcNow() - before >= TimeSpan.FromSeconds(5), "A driver without work was looked at often.");
    }

    public void Dispose()
    {
        _watch.Dispose();
        _http.Dispose();
        _connect.Dispose();
        _folder.Delete(true);
    }

    private void Hear(DriverNews news)
    {
        if (news is DriverSampled)
        {
            Interlocked.Increment(ref _samples);
        }
    }

    private Task AdvanceUntilSampledAsync(int count) => Eventually.TrueAsync(() =>
    {
        if (Volatile.Read(ref _samples) >= count)
        {
            return true;
        }

        _time.Advance(TimeSpan.FromMilliseconds(50));
        return false;
    }, $"the driver was looked at {count} times");

    private sealed class Pages : HttpMessageHandler
    {
        private int _metricsAsked;

        public int MetricsAsked => Volatile.Read(ref _metricsAsked);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var isMetrics = request.RequestUri!.AbsolutePath.StartsWith("/metrics", StringComparison.Ordinal);
            if (isMetrics)
            {
                Interlocked.Increment(ref _metricsAsked);
            }

            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(isMetrics ? """{"gauges":{}}""" : "[]") });
        }
    }
}
