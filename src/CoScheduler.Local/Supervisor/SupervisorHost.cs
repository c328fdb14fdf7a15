using System.Net.Sockets;
using CoScheduler.Local.Protocol;

namespace CoScheduler.Local.Supervisor;

/// <summary>Lets servers in, the newest only, and ends everything when none comes back or one says so.</summary>
internal sealed class SupervisorHost : IDisposable
{
    private static readonly TimeSpan GoodbyeWait = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly TaskTable _table;
    private readonly TaskTools _tools;
    private readonly Leash _leash;
    private ServerConnection? _server;
    private long _epoch;
    private TimeSpan _killWait = TimeSpan.FromSeconds(1);

    /// <summary>Made of its parts.</summary>
    /// <param name="table">The tasks.</param>
    /// <param name="tools">What they need.</param>
    /// <param name="firstWait">How long the first server may take to come.</param>
    public SupervisorHost(TaskTable table, TaskTools tools, TimeSpan firstWait)
    {
        _table = table;
        _tools = tools;
        _leash = new Leash(tools.TimeProvider, firstWait, BreakLeash);
    }

    /// <summary>Serves until the end.</summary>
    /// <param name="listener">Where servers come in.</param>
    /// <param name="cancellationToken">Ends as if a server said so.</param>
    /// <returns>When all tasks have ended.</returns>
    public async Task RunAsync(Socket listener, CancellationToken cancellationToken)
    {
        _leash.Begin();
        using (cancellationToken.Register(End))
        {
            await AcceptAsync(listener).ConfigureAwait(false);
        }

        await _table.EndAsync(_killWait).ConfigureAwait(false);
        await SayGoodbyeAsync().ConfigureAwait(false);
    }

    /// <summary>Begins the end.</summary>
    public void End() => _ending.Cancel();

    /// <summary>A server greets.</summary>
    /// <param name="connection">Its connection.</param>
    /// <returns>Null if it was welcomed, else why not.</returns>
    public Refused? Enter(ServerConnection connection)
    {
        var hello = connection.Hello;
        lock (_gate)
        {
            if (Judge(hello) is { } refusal)
            {
                return refusal;
            }

            _server?.Abort();
            _server = connection;
            _epoch = hello.Epoch;
            _killWait = TimeSpan.FromMilliseconds(hello.KillWaitMilliseconds);
            _leash.Hold();
            Welcome(connection);
            return null;
        }
    }

    /// <summary>A server is gone.</summary>
    /// <param name="connection">Its connection.</param>
    public void Leave(ServerConnection connection)
    {
        lock (_gate)
        {
            if (_server == connection)
            {
                _server = null;
                _leash.Release(TimeSpan.FromMilliseconds(connection.Hello.LeashMilliseconds));
            }
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _leash.Dispose();
        _ending.Dispose();
    }

    /// <summary>What the server was not told yet is on disk, so a server that doesn't listen holds nothing up.</summary>
    private async Task SayGoodbyeAsync()
    {
        ServerConnection? server;
        lock (_gate)
        {
            server = _server;
        }

        if (server is not null)
        {
            server.Finish();
            _ = await Task.WhenAny(server.Completion, Task.Delay(GoodbyeWait, _tools.TimeProvider)).ConfigureAwait(false);
        }
    }

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                var socket = await listener.AcceptAsync(_ending.Token).ConfigureAwait(false);
                new ServerConnection(socket, this, _table, _tools.Log).Start();
            }
        }
        catch (OperationCanceledException)
        {
            listener.Dispose();
        }
    }

    private Refused? Judge(Hello hello)
    {
        if (hello.Version != Frames.Version)
        {
            return new Refused(RefusalCodes.Version, $"The supervisor speaks version {Frames.Version} of its protocol, the server version {hello.Version}.");
        }

        if (_ending.IsCancellationRequested)
        {
            return new Refused(RefusalCodes.Ending, "The supervisor is ending its tasks.");
        }

        return hello.Epoch < _epoch ? new Refused(RefusalCodes.StaleEpoch, $"A master of epoch {_epoch} has taken over from epoch {hello.Epoch}.") : null;
    }

    private void Welcome(ServerConnection connection) =>
        _table.Observe(
            tasks => connection.Send(new Welcome(Frames.Version, Environment.ProcessId, tasks, [.. _tools.Groups.Notices, .. _tools.Launcher.Notices])),
            state => connection.Send(new Observed(state)));

    private void BreakLeash()
    {
        _tools.Log.Write("No server came within the leash: all tasks are ended.");
        End();
    }
}
