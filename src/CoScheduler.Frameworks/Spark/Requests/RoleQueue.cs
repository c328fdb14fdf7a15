using System.Collections.Immutable;
using CoScheduler.Analyses;
using CoScheduler.Pool;

namespace CoScheduler.Frameworks.Spark;

/// <summary>
/// The requests of a role: first come, first served, as many at once as the driver's slots. Requests enter from any
/// thread; the framework's loop says which driver serves and how many slots there are.
/// </summary>
internal sealed class RoleQueue(RoleName role, Action<RoleName> touched)
{
    private static readonly WaitReason Unknown =
        new("starting_driver", "The request waits for Spark.", ImmutableSortedDictionary<string, long>.Empty);

    private readonly Lock _lock = new();
    private readonly LinkedList<RoleTicket> _waiting = [];
    private ServingDriver? _driver;
    private WaitReason _reason = Unknown;
    private int _slots;
    private int _running;

    public (int Waiting, int Running) Count
    {
        get
        {
            lock (_lock)
            {
                return (_waiting.Count, _running);
            }
        }
    }

    /// <summary>A request comes.</summary>
    /// <param name="onlyDriver">The driver that it runs on already; null for a new one.</param>
    public RoleTicket Enter(TaskId? onlyDriver = null)
    {
        var ticket = new RoleTicket(this, onlyDriver);
        lock (_lock)
        {
            _waiting.AddLast(ticket);
            Distribute();
        }

        touched(role);
        return ticket;
    }

    /// <summary>Says who serves now.</summary>
    /// <param name="driver">The driver that takes queries; null if none does.</param>
    /// <param name="known">The driver that there is or will be; executions that run on another one are lost.</param>
    /// <param name="slots">How many requests it runs at once.</param>
    /// <param name="reason">Why requests wait, if there are no slots.</param>
    public void Serve(ServingDriver? driver, TaskId? known, int slots, WaitReason reason)
    {
        lock (_lock)
        {
            (_driver, _slots, _reason) = (driver, slots, reason);
            FailStrangers(known);
            Distribute();
        }
    }

    /// <summary>Ends the waiting of all that are not running, for something that no waiting would change.</summary>
    public void FailAll(RequestError error)
    {
        lock (_lock)
        {
            foreach (var ticket in _waiting)
            {
                ticket.Fail(error);
            }

            _waiting.Clear();
        }

        touched(role);
    }

    internal bool Remove(RoleTicket ticket)
    {
        bool removed;
        lock (_lock)
        {
            removed = _waiting.Remove(ticket);
        }

        if (removed)
        {
            touched(role);
        }

        return removed;
    }

    internal void GiveBack()
    {
        lock (_lock)
        {
            _running--;
            Distribute();
        }

        touched(role);
    }

    private void Distribute()
    {
        // A driver's end is known to the driver's handle before the framework's loop comes to say so here.
        var serving = _driver is { Lost.IsCancellationRequested: false } ? _driver : null;
        var next = _waiting.First;
        while (next is not null)
        {
            var (node, ticket) = (next, next.Value);
            next = next.Next;
            if (serving is { } driver && (ticket.OnlyDriver is not null || _running < _slots))
            {
                _waiting.Remove(node);
                _running++;
                ticket.Give(new DriverLease(this, driver));
            }
            else
            {
                ticket.Tell(serving is null || _slots == 0 ? _reason : Busy());
            }
        }
    }

    private void FailStrangers(TaskId? known)
    {
        var next = _waiting.First;
        while (next is not null)
        {
            var (node, ticket) = (next, next.Value);
            next = next.Next;
            if (ticket.OnlyDriver is { } only && only != known)
            {
                _waiting.Remove(node);
                ticket.Fail(SparkFailures.DriverLost(only));
            }
        }
    }

    private WaitReason Busy() => new(
        "engine_busy",
        $"Spark runs as many requests of {role} as it has slots.",
        ImmutableSortedDictionary<string, long>.Empty.Add("slots", _slots));
}
