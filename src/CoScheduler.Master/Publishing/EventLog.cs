using System.Runtime.CompilerServices;

namespace CoScheduler.Master.Publishing;

/// <summary>The last steps that decided something, for whoever watches. A reader that falls behind is told so.</summary>
internal sealed class EventLog(int capacity, long lastNumber)
{
    private readonly Lock _gate = new();
    private readonly PoolEvent[] _ring = new PoolEvent[capacity];
    private TaskCompletionSource _more = NewSignal();
    private long _added;
    private long _gone = lastNumber;
    private long _last = lastNumber;

    public void Add(PoolEvent told)
    {
        TaskCompletionSource signal;
        lock (_gate)
        {
            _last = told.Number;
            if (told.Decisions.Length == 0)
            {
                return;
            }

            if (_added >= capacity)
            {
                _gone = _ring[_added % capacity].Number;
            }

            _ring[_added++ % capacity] = told;
            (signal, _more) = (_more, NewSignal());
        }

        signal.SetResult();
    }

    public async IAsyncEnumerable<PoolEvent> ReadAsync(long? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var position = after ?? Last();
        while (true)
        {
            var (events, more) = After(position);
            foreach (var told in events)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return told;
                position = told.Number;
            }

            await more.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private long Last()
    {
        lock (_gate)
        {
            return _last;
        }
    }

    /// <summary>A number that was never reached comes from another state folder, and is as good as gone.</summary>
    private (List<PoolEvent> Events, Task More) After(long position)
    {
        lock (_gate)
        {
            var oldest = Math.Max(0, _added - capacity);
            if (position < _gone || position > _last)
            {
                throw new EventsGoneException(_added > 0 ? _ring[oldest % capacity].Number : _gone + 1);
            }

            var from = _added;
            while (from > oldest && _ring[(from - 1) % capacity].Number > position)
            {
                from--;
            }

            List<PoolEvent> events = [];
            for (var index = from; index < _added; index++)
            {
                events.Add(_ring[index % capacity]);
            }

            return (events, _more.Task);
        }
    }
}
