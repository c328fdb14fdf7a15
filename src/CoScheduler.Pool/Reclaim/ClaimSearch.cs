using CoScheduler.Pool.Roles;
using CoScheduler.Pool.Scheduling;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Reclaim;

/// <summary>
/// Looks for whom units may ask back, as of one moment. Whoever asked in vain is looked at again only where something happened: one
/// allocation finds nobody if on no agent there is room to be made, and agents on which nothing happened are as they were.
/// </summary>
internal sealed class ClaimSearch
{
    private readonly PoolState _state;
    private readonly VictimBook _victims;
    private FairShares? _shares;
    private bool _drained;

    public ClaimSearch(PoolState state) => (_state, _victims) = (state, new VictimBook(state));

    /// <summary>Whether a unit may find something: it may ask somebody, and something happened since it last did in vain.</summary>
    public bool MayFind(Unit unit)
    {
        if (unit.Claimed is { } memo && memo.Stirrings == _state.Stirrings)
        {
            return false;
        }

        var claim = new Claim(_state, unit, Shares);
        return claim.Any && MayHave(unit) && (unit.Claimed is null || HasNews(unit, unit.Claimed, claim));
    }

    /// <summary>
    /// Whether bounds leave it room, or could: those that it may ask inside a role that is full must go for that as well. In its own
    /// role those are of lower priority, or spares.
    /// </summary>
    public bool MayHave(Unit unit)
    {
        if (Admission.CheckApplications(unit.Role!, unit.Head) is not null || Never.Judge(_state, unit.Head) is not null)
        {
            return false;
        }

        return Admission.Tightest(unit) is not { } full
            || full != unit.Role
            || full.Children.Count > 0
            || full.Own.Any(lot => lot.Mode == DemandMode.Spare || lot.Priority < unit.Priority);
    }

    /// <summary>Places for a unit, and who must go for them; null if there are none.</summary>
    public Found? Find(Unit unit, out Claim claim)
    {
        Drain();
        claim = new Claim(_state, unit, Shares);
        using var trial = new Trial(_state);
        return new ReclaimPlanner(_state, trial, unit, claim, _victims).Find();
    }

    /// <summary>A unit asked in vain.</summary>
    public void Remember(Unit unit, Claim claim, bool any)
    {
        unit.Claimed = Memo(unit, any || claim.ForShare || !IsSimple(unit) || Admission.Tightest(unit) is not null);
        unit.NextOldEnough = claim.NextOldEnough;
    }

    private ClaimMemo Memo(Unit unit, bool any) => new(_state.Stirrings, _state.ClaimLog.Read(), unit.Role!.CoveredAt(unit.Amount), any);

    /// <summary>What guarantees no longer cover counts as news, before anybody is judged by what they cover now.</summary>
    private void Drain()
    {
        if (!_drained)
        {
            _drained = true;
            _state.Roles.KeepWatch.Drain(_state.ClaimLog.Add);
        }
    }

    private FairShares Shares() => _shares ??= FairShares.Of(_state);

    private bool HasNews(Unit unit, ClaimMemo memo, Claim claim)
    {
        if (memo.Any || claim.ForShare || !IsSimple(unit) || Admission.Tightest(unit) is not null || (unit.Role!.CoveredAt(unit.Amount) & ~memo.Covered) != 0)
        {
            return true;
        }

        Drain();
        if (_state.ClaimLog.Since(memo.Position) is not { } agents)
        {
            return true;
        }

        if (agents.Count > 0 && FindsPlaceOn(unit, claim, agents))
        {
            return true;
        }

        unit.Claimed = Memo(unit, any: false);
        if (claim.NextOldEnough is { } next && (unit.NextOldEnough is not { } known || next.CompareTo(known) < 0))
        {
            unit.NextOldEnough = next;
            _state.Waiting.Judge(unit.Head);
        }

        return false;
    }

    private bool FindsPlaceOn(Unit unit, Claim claim, IReadOnlyCollection<AgentEntry> agents)
    {
        using var trial = new Trial(_state);
        return new ReclaimPlanner(_state, trial, unit, claim, _victims).FindsPlaceOn(agents);
    }

    /// <summary>Whether each agent can be judged by itself.</summary>
    private bool IsSimple(Unit unit) =>
        !unit.IsGang && unit.Head.Terms is { Affinity.IsEmpty: true, Spread.IsEmpty: true } terms && (_state.Repelling.Count == 0 || terms.Labels.IsEmpty);
}
