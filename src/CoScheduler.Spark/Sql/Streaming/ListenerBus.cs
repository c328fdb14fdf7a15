using CoScheduler.Spark.Connect;
using CoScheduler.Spark.Protocol;

namespace CoScheduler.Spark.Sql.Streaming;

/// <summary>The one stream of events of a session's streaming queries, open while there is a listener.</summary>
internal sealed class ListenerBus(SparkSession session)
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Lock _listenersGate = new();
    private readonly List<StreamingQueryListener> _listeners = [];
    private Task? _reading;

    public async Task AddAsync(StreamingQueryListener listener)
    {
        await _gate.WaitAsync();
        try
        {
            lock (_listenersGate)
            {
                _listeners.Add(listener);
            }

            if (_reading is null or { IsCompleted: true })
            {
                _reading = ReadAsync(await OpenAsync());
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task RemoveAsync(StreamingQueryListener listener)
    {
        await _gate.WaitAsync();
        try
        {
            lock (_listenersGate)
            {
                if (!_listeners.Remove(listener) || _listeners.Count > 0)
                {
                    return;
                }
            }

            var close = new StreamingQueryListenerBusCommand { RemoveListenerBusListener = true };
            await session.RunAsync(new Command { StreamingQueryListenerBusCommand = close }, CancellationToken.None);
            await (_reading ?? Task.CompletedTask);
            _reading = null;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Spark tells of a start in the answer to it, not in the stream.</summary>
    public void Started(string eventJson)
    {
        var started = ListenerEvents.Started(eventJson);
        Tell(listener => listener.OnQueryStarted(started));
    }

    private async Task<SparkExecution> OpenAsync()
    {
        var open = new StreamingQueryListenerBusCommand { AddListenerBusListener = true };
        return await session.ExecuteAsync(new Command { StreamingQueryListenerBusCommand = open }, CancellationToken.None);
    }

    private async Task ReadAsync(SparkExecution events)
    {
        await using (events)
        {
            try
            {
                while (await events.ReadResponseAsync(CancellationToken.None) is { } response)
                {
                    foreach (var told in response.StreamingQueryListenerEventsResult?.Events ?? [])
                    {
                        Tell(told);
                    }
                }
            }
            catch (SparkException error)
            {
                Log.ListenerBusEnded(session.Options.Logger, session.SessionId, error);
            }
        }
    }

    private void Tell(StreamingQueryListenerEvent told)
    {
        switch (told.EventType)
        {
            case StreamingQueryEventType.QueryProgressEvent:
                var progress = ListenerEvents.Progress(told.EventJson);
                Tell(listener => listener.OnQueryProgress(progress));
                break;
            case StreamingQueryEventType.QueryIdleEvent:
                var idle = ListenerEvents.Idle(told.EventJson);
                Tell(listener => listener.OnQueryIdle(idle));
                break;
            case StreamingQueryEventType.QueryTerminatedEvent:
                var terminated = ListenerEvents.Terminated(told.EventJson);
                Tell(listener => listener.OnQueryTerminated(terminated));
                break;
        }
    }

    private void Tell(Action<StreamingQueryListener> tell)
    {
        StreamingQueryListener[] listeners;
        lock (_listenersGate)
        {
            listeners = [.. _listeners];
        }

        foreach (var listener in listeners)
        {
            try
            {
                tell(listener);
            }
            catch (Exception error)
            {
                // Whatever a listener does wrong, the others and the events that follow must not suffer.
                Log.ListenerFailed(session.Options.Logger, listener.GetType(), error);
            }
        }
    }
}
