namespace CoScheduler.Analyses;

/// <summary>What falls due at which time. It is only a reminder: whoever is reminded looks whether it still matters.</summary>
internal sealed class Agenda
{
    private readonly PriorityQueue<Reminder, (DateTimeOffset At, long Order)> _queue = new();
    private long _order;

    public DateTimeOffset? Next => _queue.TryPeek(out _, out var due) ? due.At : null;

    public void Add(DateTimeOffset at, Reminder reminder) => _queue.Enqueue(reminder, (at, _order++));

    /// <summary>Takes all that is due.</summary>
    public IReadOnlyList<(DateTimeOffset At, Reminder Reminder)> TakeDue(DateTimeOffset now)
    {
        var due = new List<(DateTimeOffset, Reminder)>();
        while (_queue.TryPeek(out var reminder, out var when) && when.At <= now)
        {
            _queue.Dequeue();
            due.Add((when.At, reminder));
        }

        return due;
    }
}

/// <summary>A reminder.</summary>
internal abstract record Reminder;

/// <summary>A request's deadline or timeout.</summary>
internal sealed record ExpiryDue(LiveRequest Live) : Reminder;

/// <summary>An attempt's longest time to run.</summary>
internal sealed record TimeLimitDue(LiveRequest Live, int Attempt) : Reminder;

/// <summary>A remembered cancel whose request never came.</summary>
internal sealed record CancelDue(RememberedCancel Cancel) : Reminder;

/// <summary>Requests that ended long ago.</summary>
internal sealed record PruneDue : Reminder;
