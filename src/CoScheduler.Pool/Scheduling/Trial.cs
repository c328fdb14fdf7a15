using CoScheduler.Pool.Resources;
using CoScheduler.Pool.Roles;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Scheduling;

/// <summary>
/// The state as it would be: amounts are moved in the state itself, so that the same indexes find places, and moved back when it is
/// disposed of. All amounts are exact, so nothing is left of it.
/// </summary>
internal sealed class Trial : IDisposable
{
    private const int MostKept = 1024;

    private readonly PoolState _state;
    private readonly List<Move> _moves = [];
    private bool _nested;

    private Trial(PoolState state) => _state = state;

    /// <summary>Begins one, or one within another; the one that ended last is used again.</summary>
    public static Trial Begin(PoolState state)
    {
        var trial = state.SpareTrial ?? new Trial(state);
        state.SpareTrial = null;
        trial._nested = state.InTrial;
        state.InTrial = true;
        return trial;
    }

    /// <summary>How much was moved so far, for <see cref="UndoTo"/>.</summary>
    public int Mark => _moves.Count;

    /// <summary>Undoes what was moved since a mark.</summary>
    public void UndoTo(int mark)
    {
        for (var i = _moves.Count - 1; i >= mark; i--)
        {
            Carry(_moves[i] with { Sign = -_moves[i].Sign });
        }

        _moves.RemoveRange(mark, _moves.Count - mark);
    }

    /// <summary>Puts one of a demand on an agent.</summary>
    public void Put(AgentEntry agent, DemandEntry demand, Need need)
    {
        Do(new Move(agent, need, -1, _state.Roles[demand.Terms.Role], demand.Terms));
    }

    /// <summary>An allocation is gone, from where it is and from its role; never one that is stuck, which does not count for its role.</summary>
    public void Take(AllocationEntry allocation)
    {
        Do(new Move(allocation.Home, allocation.Need, 1, allocation.Lot.Role, allocation.Lot.Terms));
        if (allocation.Reserved is { } part)
        {
            Shift(allocation.Home, part, -1);
        }
    }

    /// <summary>All of them are gone.</summary>
    public void Take(System.Collections.Immutable.ImmutableArray<AllocationEntry> allocations)
    {
        foreach (var allocation in allocations)
        {
            Take(allocation);
        }
    }

    /// <summary>Undoes <see cref="Take(AllocationEntry)"/>, if what was taken is still free.</summary>
    public bool TryGiveBack(AllocationEntry allocation)
    {
        var mark = Mark;
        if (allocation.Reserved is { } part)
        {
            Shift(allocation.Home, part, 1);
        }

        if (!allocation.Need.FitsIn(allocation.Home.Room))
        {
            UndoTo(mark);
            return false;
        }

        Do(new Move(allocation.Home, allocation.Need, -1, allocation.Lot.Role, allocation.Lot.Terms));
        return true;
    }

    /// <summary>What a hold keeps is free for whom it is kept.</summary>
    public void Release(PlanEntry hold)
    {
        foreach (var (agent, amount) in hold.Held)
        {
            Do(new Move(_state.Agents[agent], _state.Dimensions.NeedOf(amount), 1, null, null));
        }
    }

    /// <summary>What all of them keep is free.</summary>
    public void Release(IReadOnlyList<PlanEntry> holds)
    {
        for (var i = 0; i < holds.Count; i++)
        {
            Release(holds[i]);
        }
    }

    /// <summary>Takes an offer back: what it had is free, and may not be had once more as a part of an offer.</summary>
    public void Rescind(OfferEntry offer) =>
        Do(new Move(_state.Agents[offer.Agent], offer.Need, 1, _state.Roles[offer.Role], null) { Rescinds = !offer.AfterReclaim });

    /// <summary>Moves an agent's room alone.</summary>
    public void Shift(AgentEntry agent, Need need, int sign) => Do(new Move(agent, need, sign, null, null));

    public void Dispose()
    {
        UndoTo(0);
        _state.InTrial = _nested;
        _state.SpareTrial = _moves.Capacity <= MostKept ? this : null;
    }

    private void Do(Move move)
    {
        _moves.Add(move);
        Carry(move);
    }

    private void Carry(Move move)
    {
        if (move.Rescinds && move.Sign > 0)
        {
            move.Agent.Rescindable.Subtract(move.Need);
        }
        else if (move.Rescinds)
        {
            move.Agent.Rescindable.Add(move.Need);
        }

        _state.Agents.Move(move.Agent, move.Need, move.Sign, quiet: true);
        move.Role?.Try(move.Need, move.Terms is { Mode: DemandMode.Spare }, -move.Sign);
        if (move.Terms is { } terms)
        {
            _state.Labels.Try(terms, move.Agent, -move.Sign);
        }
    }

    /// <summary>So much comes free on an agent (1) or is taken there (-1), and off or on a role.</summary>
    private readonly record struct Move(AgentEntry Agent, Need Need, int Sign, RoleNode? Role, DemandTerms? Terms)
    {
        /// <summary>Whether it was offered until then.</summary>
        public bool Rescinds { get; init; }
    }
}
