namespace CoScheduler.Pool.State;

/// <summary>What a deadline belongs to, in the order in which deadlines of the same moment are met.</summary>
internal enum DeadlineKind
{
    Gate,
    Offer,
    Allocation,
    Plan,
    Demand,
}

/// <summary>A deadline.</summary>
internal readonly record struct Deadline(PoolTime At, DeadlineKind Kind, long Id, DemandKey Demand) : IComparable<Deadline>
{
    public int CompareTo(Deadline other)
    {
        var order = At.CompareTo(other.At);
        order = order != 0 ? order : Kind.CompareTo(other.Kind);
        order = order != 0 ? order : Id.CompareTo(other.Id);
        return order != 0 ? order : Demand.CompareTo(other.Demand);
    }
}

/// <summary>Every deadline that is ahead, in order.</summary>
internal sealed class Deadlines
{
    private readonly SortedSet<Deadline> _ahead = [];

    public PoolTime? Next => _ahead.Count == 0 ? null : _ahead.Min.At;

    public void Move(DeadlineKind kind, long id, PoolTime? from, PoolTime? to) => Move(kind, id, default, from, to);

    public void Move(DemandKey demand, PoolTime? from, PoolTime? to) => Move(DeadlineKind.Demand, 0, demand, from, to);

    public IReadOnlyList<Deadline> Due(PoolTime now) => [.. _ahead.TakeWhile(deadline => deadline.At.CompareTo(now) <= 0)];

    private void Move(DeadlineKind kind, long id, DemandKey demand, PoolTime? from, PoolTime? to)
    {
        if (from is { } old)
        {
            _ahead.Remove(new Deadline(old, kind, id, demand));
        }

        if (to is { } next && next.Milliseconds != long.MaxValue)
        {
            _ahead.Add(new Deadline(next, kind, id, demand));
        }
    }
}
