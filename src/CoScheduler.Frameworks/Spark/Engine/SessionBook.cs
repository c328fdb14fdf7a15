using CoScheduler.Analyses;
using CoScheduler.Spark;
using CoScheduler.Spark.Sql;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Frameworks.Spark;

/// <summary>
/// The sessions on one driver: one an analysis, for its sources are views by the names that its body uses, and another
/// analysis may use the same name for something else.
/// </summary>
internal sealed class SessionBook : IAsyncDisposable
{
    /// <summary>Well below the server's limit of idle sessions (60 minutes).</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, AnalysisSession> _sessions = new(StringComparer.Ordinal);
    private readonly ServingDriver _driver;
    private readonly SourceLoader _loader;
    private readonly ILogger _logger;
    private readonly SparkSession _root;
    private readonly ITimer _timer;
    private volatile bool _ended;

    public SessionBook(ServingDriver driver, SourceLoader loader, TimeProvider time, ILogger logger)
    {
        (_driver, _loader, _logger) = (driver, loader, logger);

        // Sessions outlive this process on purpose: executions in them are taken up by the next one.
        _root = new SparkSession(driver.Connect with { ReleaseOnDispose = false });
        _timer = time.CreateTimer(_ => _ = BeatAsync(), null, Heartbeat, Heartbeat);
    }

    /// <summary>The analysis' session, made if there is none for its version; the one of an older version ends when nothing runs in it.</summary>
    public SessionUse Enter(Analysis analysis)
    {
        AnalysisSession session;
        AnalysisSession? old = null;
        lock (_lock)
        {
            if (!_sessions.TryGetValue(analysis.Name, out session!) || session.Digest != analysis.Digest)
            {
                old = session;
                session = new AnalysisSession(_root.NewSession(), analysis.Digest, _loader, End);
                _sessions[analysis.Name] = session;
            }

            session.Enter();
        }

        old?.Retire();
        return new SessionUse(session);
    }

    /// <summary>A session that an earlier server began.</summary>
    public SparkSession Join(Guid session) => _root.NewSession(session);

    /// <summary>Closes the connections: the driver has ended, or the server does. What runs is left to whoever takes it up.</summary>
    public async ValueTask DisposeAsync()
    {
        List<AnalysisSession> sessions;
        lock (_lock)
        {
            if (_ended)
            {
                return;
            }

            _ended = true;
            sessions = [.. _sessions.Values];
            _sessions.Clear();
        }

        await _timer.DisposeAsync().ConfigureAwait(false);
        sessions.ForEach(session => session.Retire());

        await _root.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Ends a session on the driver; nobody has to wait for that.</summary>
    private void End(SparkSession session) => _ = EndAsync(session);

    private async Task EndAsync(SparkSession session)
    {
        try
        {
            await (_ended ? session.DisposeAsync().AsTask() : session.StopAsync(_driver.Lost)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_driver.Lost.IsCancellationRequested)
        {
            // The driver has ended, and the session with it.
        }
        catch (SparkException error)
        {
            Log.SessionLeft(_logger, _driver.Task, error);
        }
    }

    private async Task BeatAsync()
    {
        List<AnalysisSession> sessions;
        lock (_lock)
        {
            sessions = [.. _sessions.Values];
        }

        try
        {
            foreach (var session in sessions)
            {
                await session.Spark.HeartbeatAsync(_driver.Lost).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_driver.Lost.IsCancellationRequested)
        {
            // The driver has ended: there is nothing to keep alive.
        }
        catch (SparkException error)
        {
            Log.HeartbeatFailed(_logger, _driver.Task, error);
        }
    }
}
