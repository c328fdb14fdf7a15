using CoScheduler.Pool.Resources;
using CoScheduler.Pool.Roles;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Scheduling;

/// <summary>
/// A role in the order of those who wait in one mode: its own line, and a heap of the roles below it that have one. Ranks are
/// kept, and only those on the path of a change are computed anew, when somebody next looks.
/// </summary>
internal sealed class Seat(RoleNode role, DemandMode mode)
{
    private static readonly Rank Last = new(false, ulong.MaxValue >> 21, 0);

    private readonly OrderedTree<Unit> _line = new(UnitOrder.Instance);
    private readonly List<Seat> _heap = [];
    private readonly List<Seat> _stale = [];
    private int _index = -1;
    private int _withUser;
    private bool _isStale;
    private Rank _rank;
    private Unit? _best;

    private Seat? Parent => role.Parent?.Seats[(int)mode];

    private bool IsEmpty => _line.Count == 0 && _heap.Count == 0;

    public void Add(Unit unit)
    {
        _line.Add(unit);
        _withUser += unit.User is null ? 0 : 1;
        Join();
        MarkPathStale();
    }

    public void Remove(Unit unit)
    {
        _line.Remove(unit);
        _withUser -= unit.User is null ? 0 : 1;
        MarkPathStale();
        Leave();
    }

    /// <summary>What the role, or a role below it, uses has changed.</summary>
    public void MarkStale()
    {
        if (_index >= 0 && !_isStale)
        {
            _isStale = true;
            Parent!._stale.Add(this);
        }
    }

    /// <summary>Every rank is to be computed anew: the capacity has changed.</summary>
    public void MarkAllStale()
    {
        foreach (var child in _heap)
        {
            child.MarkStale();
            child.MarkAllStale();
        }
    }

    /// <summary>The unit that is next, or null if none waits here or below.</summary>
    public Unit? Next(Amounts capacity)
    {
        Freshen(capacity);
        var own = Head(capacity);
        if (_heap.Count == 0)
        {
            return own;
        }

        var top = _heap[0];
        return own is null || top._rank.Before(new Rank(false, Rank.DominantShare(role.Usage, capacity), 1)) ? top._best : own;
    }

    /// <summary>The first of the line; between users of the same priority, whoever has least.</summary>
    private Unit? Head(Amounts capacity)
    {
        if (_line.Count == 0)
        {
            return null;
        }

        var first = _line.First!;
        if (_withUser == 0 || _line.Count == 1)
        {
            return first;
        }

        var (best, least) = (first, ulong.MaxValue);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var unit in _line)
        {
            if (unit.Priority != first.Priority)
            {
                break;
            }

            if (seen.Add(unit.User ?? "") && Rank.DominantShare(role.Users.Of(unit.User, role), capacity) is var share && share < least)
            {
                (best, least) = (unit, share);
            }
        }

        return best;
    }

    private void Freshen(Amounts capacity)
    {
        if (_stale.Count == 0)
        {
            return;
        }

        // One after the other: a heap bears one wrong rank at a time.
        foreach (var child in _stale)
        {
            if (!child._isStale || child._index < 0)
            {
                continue;
            }

            child._isStale = false;
            child._best = child.Next(capacity);
            child._rank = child.RankOf(child._best!, capacity);
            SiftUp(child._index);
            SiftDown(child._index);
        }

        _stale.Clear();
    }

    private Rank RankOf(Unit unit, Amounts capacity) =>
        new(mode != DemandMode.Spare && role.Covers(unit.Amount), Rank.DominantShare(role.Usage, capacity), role.Quota.Weight);

    private void MarkPathStale()
    {
        for (var seat = this; seat is not null; seat = seat.Parent)
        {
            seat.MarkStale();
        }
    }

    private void Join()
    {
        for (var seat = this; seat.Parent is { } parent && seat._index < 0; seat = parent)
        {
            (seat._index, seat._rank) = (parent._heap.Count, Last);
            parent._heap.Add(seat);
        }
    }

    private void Leave()
    {
        for (var seat = this; seat.Parent is { } parent && seat.IsEmpty && seat._index >= 0; seat = parent)
        {
            parent.RemoveFromHeap(seat);
        }
    }

    private void RemoveFromHeap(Seat child)
    {
        var index = child._index;
        child._index = -1;
        var last = _heap[^1];
        _heap.RemoveAt(_heap.Count - 1);
        if (last != child)
        {
            _heap[index] = last;
            last._index = index;
            SiftUp(index);
            SiftDown(last._index);
        }

        // Where it stands among the stale it is skipped.
        child._isStale = false;
    }

    private static bool Before(Seat a, Seat b) =>
        a._rank.Before(b._rank) || (!b._rank.Before(a._rank) && string.CompareOrdinal(a.Name, b.Name) < 0);

    private string Name => role.Name.Value;

    private void SiftUp(int index)
    {
        while (index > 0 && Before(_heap[index], _heap[(index - 1) / 2]))
        {
            Swap(index, (index - 1) / 2);
            index = (index - 1) / 2;
        }
    }

    private void SiftDown(int index)
    {
        while (true)
        {
            var least = index;
            for (var child = (2 * index) + 1; child <= (2 * index) + 2 && child < _heap.Count; child++)
            {
                least = Before(_heap[child], _heap[least]) ? child : least;
            }

            if (least == index)
            {
                return;
            }

            Swap(index, least);
            index = least;
        }
    }

    private void Swap(int a, int b)
    {
        (_heap[a], _heap[b]) = (_heap[b], _heap[a]);
        (_heap[a]._index, _heap[b]._index) = (a, b);
    }
}
