using CoScheduler.Pool.Resources;
using CoScheduler.Pool.Roles;

namespace CoScheduler.Pool.State;

/// <summary>
/// Allocations that have ended, to be used again: where as many come as go, none is made. One that ended in a step stays what it was
/// until the next, for that step may still look at it.
/// </summary>
internal sealed class EndedAllocations
{
    private const int MostKept = 4096;

    private readonly Stack<AllocationEntry> _free = new();
    private readonly List<AllocationEntry> _ended = [];

    /// <summary>One has ended, and stands in no list.</summary>
    public void Add(AllocationEntry allocation) => _ended.Add(allocation);

    /// <summary>A step begins.</summary>
    /// <param name="watch">Who may still ask about those that a guarantee covered.</param>
    public void Begin(KeepWatch watch)
    {
        if (_ended.Count == 0 || (!watch.IsEmpty && _ended.Count <= MostKept))
        {
            return;
        }

        for (var i = 0; i < _ended.Count && watch.IsEmpty && _free.Count < MostKept; i++)
        {
            (_ended[i].Task, _ended[i].Payload) = (null, null);
            _free.Push(_ended[i]);
        }

        _ended.Clear();
    }

    public AllocationEntry Take(AllocationId id, Lot lot, AgentEntry agent, Need need, PoolTime made)
    {
        if (!_free.TryPop(out var allocation))
        {
            return new AllocationEntry(id, lot, agent, need, made);
        }

        allocation.Begin(id, lot, agent, need, made);
        return allocation;
    }
}
