using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace CoScheduler.Analyses;

/// <summary>What the loop has in memory: the requests that live, their roles' queues, and the cancels that are remembered.</summary>
internal sealed class RequestBook
{
    private readonly Dictionary<RequestKey, LiveRequest> _live = [];
    private readonly Dictionary<RequestKey, RememberedCancel> _cancels = [];
    private readonly Dictionary<string, RoleQueue> _roles = new(StringComparer.Ordinal);
    private readonly HashSet<RoleQueue> _touched = [];
    private long _number;
    private long _sequence;

    /// <summary>Read by anybody.</summary>
    public ConcurrentDictionary<string, RequestCounts> Counts { get; } = new(StringComparer.Ordinal);

    public IEnumerable<RoleQueue> Roles => _roles.Values;

    public void StartAfter(long number, long sequence) => (_number, _sequence) = (number, sequence);

    // Numbers may be skipped, so they need no taking back.
    public long NextNumber() => ++_number;

    public long NextSequence() => ++_sequence;

    public LiveRequest? Find(RequestKey key) => _live.GetValueOrDefault(key);

    public RoleQueue Role(string role)
    {
        if (!_roles.TryGetValue(role, out var queue))
        {
            _roles[role] = queue = new(role);
        }

        _touched.Add(queue);
        return queue;
    }

    public void Add(LoopBatch batch, LiveRequest live)
    {
        var role = Role(live.Record.Role);
        var state = live.Record.State;
        batch.Do(
            () =>
            {
                _live.Add(live.Record.Key, live);
                role.Count(state, 1);
            },
            () =>
            {
                _live.Remove(live.Record.Key);
                role.Count(state, -1);
            });
    }

    public void Set(LoopBatch batch, LiveRequest live, RequestRecord next)
    {
        var before = live.Record;
        var role = Role(before.Role);
        var waited = next.Ended && role.Waiting.Contains(live);
        batch.Do(
            () =>
            {
                live.Record = next;
                role.Count(before.State, -1);
                role.Count(next.State, 1);
                _ = waited && role.Waiting.Remove(live);
            },
            () =>
            {
                live.Record = before;
                role.Count(next.State, -1);
                role.Count(before.State, 1);
                _ = waited && role.Waiting.Add(live);
            });
    }

    /// <summary>Forgets a request whose end is kept: from here on the store answers for it.</summary>
    public void Forget(LiveRequest live) => _live.Remove(live.Record.Key);

    public void Enqueue(LoopBatch batch, LiveRequest live)
    {
        var role = Role(live.Record.Role);
        batch.Do(() => role.Waiting.Add(live), () => role.Waiting.Remove(live));
    }

    public void Dispatch(LoopBatch batch, RoleQueue role, LiveRequest live) =>
        batch.Do(
            () =>
            {
                role.Waiting.Remove(live);
                role.Dispatched++;
            },
            () =>
            {
                role.Waiting.Add(live);
                role.Dispatched--;
            });

    /// <summary>Counts a run that is taken up again, which asks for no turn.</summary>
    public void DispatchAnew(LoopBatch batch, string name)
    {
        var role = Role(name);
        batch.Do(() => role.Dispatched++, () => role.Dispatched--);
    }

    public void Return(LoopBatch batch, string name)
    {
        var role = Role(name);
        batch.Do(() => role.Dispatched--, () => role.Dispatched++);
    }

    public bool FindCancel(RequestKey key, [NotNullWhen(true)] out RememberedCancel? cancel) => _cancels.TryGetValue(key, out cancel);

    public void Remember(LoopBatch batch, RememberedCancel cancel) =>
        batch.Do(() => _cancels[cancel.Key] = cancel, () => _cancels.Remove(cancel.Key));

    public void ForgetCancel(LoopBatch batch, RememberedCancel cancel) =>
        batch.Do(() => _cancels.Remove(cancel.Key), () => _cancels[cancel.Key] = cancel);

    public void TouchAll() => _touched.UnionWith(_roles.Values);

    /// <summary>The roles that something happened to since this was last asked.</summary>
    public IReadOnlyList<RoleQueue> TakeTouched()
    {
        RoleQueue[] touched = [.. _touched.OrderBy(role => role.Role, StringComparer.Ordinal)];
        _touched.Clear();
        return touched;
    }

    public void PublishCounts(IEnumerable<RoleQueue> roles)
    {
        foreach (var role in roles)
        {
            Counts[role.Role] = new(role.Queued, role.Running);
        }
    }
}
