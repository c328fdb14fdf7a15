using System.Globalization;
using System.Net.Sockets;
using CoScheduler.Master;
using CoScheduler.Spark.Connect;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Frameworks.Spark;

/// <summary>Follows one driver: until executors can register, until it takes queries, then by samples.</summary>
internal sealed class DriverWatch : IDriverWatch
{
    /// <summary>So many samples in a row must fail before it is worth a warning: a driver that ends fails one.</summary>
    private const int FailuresToTell = 3;

    /// <summary>Requests wait for the first warming of a driver; longer than this it is not worth waiting for.</summary>
    private static readonly TimeSpan WorthWaiting = TimeSpan.FromSeconds(15);

    private readonly SparkFrameworkOptions _options;
    private readonly TaskLabels _labels;
    private readonly Action<DriverNews> _news;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly DriverPages _pages;
    private readonly SparkConnectOptions _connect;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _wake = new(0, 1);
    private long _busySince;
    private volatile bool _busy;

    public DriverWatch(
        SparkFrameworkOptions options,
        TaskLabels labels,
        ISecretStore secrets,
        HttpClient http,
        Action<DriverNews> news,
        TimeProvider time,
        ILogger logger)
    {
        (_options, _labels, _news, _time, _logger) = (options, labels, news, time, logger);
        _pages = new DriverPages(http, labels);
        _connect = new SparkConnectOptions
        {
            Endpoint = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://{labels.Endpoints.Host}:{labels.Endpoints.ConnectPort}")),
            Token = secrets.GetOrCreate(TaskBuilder.ConnectSecret(labels.Role.Value)),
            UserId = "coscheduler",
            TimeProvider = time,
            Logger = logger,
        };
        _ = Task.Run(RunAsync);
    }

    public bool Busy
    {
        get => _busy;
        set
        {
            var wakes = value && !_busy;
            if (wakes)
            {
                Interlocked.Exchange(ref _busySince, _time.GetTimestamp());
            }

            _busy = value;
            if (wakes && _wake.CurrentCount == 0)
            {
                _wake.Release();
            }
        }
    }

    public void Warm(int slots) => _ = WarmAsync(slots);

    public void Dispose() => _stop.Cancel();

    private async Task WarmAsync(int slots)
    {
        var warming = DriverWarmth.RunAsync(_connect, slots, _labels.Driver, _logger, _stop.Token);
        await Task.WhenAny(warming, Task.Delay(WorthWaiting, _time, _stop.Token)).ConfigureAwait(false);
        _news(new DriverWarmed(_labels.Driver));
    }

    private async Task RunAsync()
    {
        try
        {
            await UntilAsync(_pages.HasBegunAsync).ConfigureAwait(false);
            _news(new DriverRegisters(_labels.Driver));
            await UntilAsync(ListensAsync).ConfigureAwait(false);
            _news(new DriverServes(new ServingDriver(_labels.Driver, _connect)));
            await SampleAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The driver has ended, or the server stops.
        }
    }

    private async Task UntilAsync(Func<CancellationToken, Task<bool>> condition)
    {
        while (!await TryAsync(condition).ConfigureAwait(false))
        {
            await Task.Delay(_options.StartPoll, _time, _stop.Token).ConfigureAwait(false);
        }
    }

    /// <summary>A page that takes too long on a cold driver is asked again.</summary>
    private async Task<bool> TryAsync(Func<CancellationToken, Task<bool>> condition)
    {
        try
        {
            return await condition(_stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<bool> ListensAsync(CancellationToken cancellationToken)
    {
        using var socket = new TcpClient();
        try
        {
            await socket.ConnectAsync(_labels.Endpoints.Host, _labels.Endpoints.ConnectPort, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (SocketException)
        {
            // Nobody listens yet: asked again until the start's limit.
            return false;
        }
    }

    private async Task SampleAsync()
    {
        var failures = 0;
        while (true)
        {
            try
            {
                _news(new DriverSampled(_labels.Driver, await _pages.ReadAsync(_stop.Token).ConfigureAwait(false)));
                failures = 0;
            }
            catch (Exception error) when (error is HttpRequestException or OperationCanceledException && !_stop.IsCancellationRequested)
            {
                if (++failures == FailuresToTell)
                {
                    Log.SampleFailed(_logger, _labels.Driver, error);
                }
            }

            await RestAsync().ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Waits for the next look. A look costs the driver's processor what a small query does, so work is looked at once it
    /// has lasted: requests that are answered sooner need no more executors.
    /// </summary>
    private async Task RestAsync()
    {
        var rested = _time.GetTimestamp();
        while (_time.GetElapsedTime(rested) is var since && since < _options.IdlePoll)
        {
            if (!_busy)
            {
                await WorkOrAsync(_options.IdlePoll - since).ConfigureAwait(false);
            }
            else if (Left(rested) is var left && left > TimeSpan.Zero)
            {
                await Task.Delay(left, _time, _stop.Token).ConfigureAwait(false);
            }
            else
            {
                return;
            }
        }
    }

    /// <summary>How long until work has lasted and the last look is old enough.</summary>
    private TimeSpan Left(long rested)
    {
        var (work, rest) = (_time.GetElapsedTime(Interlocked.Read(ref _busySince)), _time.GetElapsedTime(rested));
        return _options.BusyPoll - (work < rest ? work : rest);
    }

    private async Task WorkOrAsync(TimeSpan limit)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        await Task.WhenAny(_wake.WaitAsync(both.Token), Task.Delay(limit, _time, both.Token)).ConfigureAwait(false);
        await both.CancelAsync().ConfigureAwait(false);
        _stop.Token.ThrowIfCancellationRequested();
    }
}
