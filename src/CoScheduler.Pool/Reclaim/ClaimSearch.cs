using CoScheduler.Pool.Resources;
using CoScheduler.Pool.Roles;
using CoScheduler.Pool.Scheduling;
using CoScheduler.Pool.State;
using CoScheduler.Pool.Steps;

namespace CoScheduler.Pool.Reclaim;

/// <summary>
/// Looks for whom units may ask back, as of one moment. Whoever asked in vain is looked at again only where something happened: one
/// allocation finds nobody if on no agent there is room to be made, and agents on which nothing happened are as they were.
/// </summary>
internal sealed class ClaimSearch
{
    private readonly PoolState _state;
    private readonly VictimBook _victims;
    private readonly Func<FairShares> _sharesNow;
    private readonly Amounts _own = new();
    private FairShares? _shares;
    private bool _drained;

    public ClaimSearch(PoolState state) => (_state, _victims, _sharesNow) = (state, new VictimBook(state), () => _shares ??= FairShares.Of(state));

    /// <summary>Whether one of units that are alike may find something, by what is the same for all of them and by who has waited longest.</summary>
    public bool MayFindAny(UnitGroup group)
    {
        var unit = group.First;
        return (Claim.MayAskAnybody(_state, unit) || IsForShare(unit)) && (Admission.Tightest(unit) is not { } full || MayEase(unit, full));
    }

    /// <summary>Whether a unit may find something: it may ask somebody, and something happened since it last did in vain.</summary>
    public bool MayFind(Unit unit)
    {
        if (unit.Claimed is { } memo && memo.Stirrings == _state.Stirrings)
        {
            return false;
        }

        if (!MayHave(unit))
        {
            return false;
        }

        if (!Claim.MayAskAnybody(_state, unit, !Backoff.Holds(unit, _state.Now)) && !IsForShare(unit))
        {
            return false;
        }

        var claim = new Claim(_state, unit, _sharesNow);
        return claim.Any && (unit.Claimed is null || HasNews(unit, unit.Claimed, claim));
    }

    /// <summary>
    /// Whether bounds leave it room, or could: those that it may ask inside a role that is full must go for that as well.
    /// </summary>
    public bool MayHave(Unit unit)
    {
        if (Admission.CheckApplications(unit.Role!, unit.Head) is not null || Never.Is(_state, unit.Head))
        {
            return false;
        }

        return Admission.Tightest(unit) is not { } full || MayEase(unit, full);
    }

    /// <summary>Whether those might do that may leave a full role: all of its own that go before it, and others only once it is inside its guarantee, or for its share.</summary>
    private bool MayEase(Unit unit, RoleNode full)
    {
        _own.Clear();
        unit.Role!.Standing.AddBelow(unit.Priority, _own);
        var own = _own;
        if (full != unit.Role && (_state.Spares > 0 || IsCoveredWithout(unit, own) || IsForShare(unit)))
        {
            return true;
        }

        foreach (var slot in unit.Amount.Slots)
        {
            if (full.CapBound.Names(slot) && unit.Amount[slot] - own[slot] > full.CapBound[slot] - (full.Usage[slot] - full.GoingAway[slot]))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsForShare(Unit unit) => Claim.ShareFrom(_state, unit) is { } from && from.CompareTo(_state.Now) <= 0;

    private static bool IsCoveredWithout(Unit unit, Amounts own)
    {
        for (var role = unit.Role!.AnyGuarantee ? unit.Role : null; role is not null; role = role.Parent)
        {
            if (unit.Amount.Touches(role.GuaranteeBound) && role.GuaranteeBound.Leaves(role.Usage, unit.Amount, own))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Places for a unit, and who must go for them; null if there are none.</summary>
    public Found? Find(Unit unit, out Claim claim)
    {
        Drain();
        claim = new Claim(_state, unit, _sharesNow);
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
        if (claim.NextOldEnough is { } next && (unit.NextOldEnough is not { } known || known.CompareTo(_state.Now) <= 0 || next.CompareTo(known) < 0))
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
