using CoScheduler.Pool.Resources;
using CoScheduler.Pool.Roles;
using CoScheduler.Pool.Scheduling;
using CoScheduler.Pool.State;
using CoScheduler.Pool.Steps;

namespace CoScheduler.Pool.Reclaim;

/// <summary>
/// Looks for whom units may ask back, as of one moment. Whoever asked in vain is looked at again only where something happened: one
/// allocation finds nobody if on no agent there is room to be made, and agents on which nothing happened are as they were. Used for one
/// moment after the other.
/// </summary>
internal sealed class ClaimSearch
{
    private readonly PoolState _state;
    private VictimBook? _victims;
    private Func<FairShares>? _sharesNow;
    private Amounts? _own;
    private FairShares? _shares;
    private bool _drained;

    public ClaimSearch(PoolState state) => _state = state;

    /// <summary>Looks at things as they are from now on.</summary>
    public void Begin() => (_victims, _shares, _drained) = (null, null, false);

    private VictimBook Victims => _victims ??= new VictimBook(_state);

    private Func<FairShares> SharesNow => _sharesNow ??= () => _shares ??= FairShares.Of(_state);

    /// <summary>
    /// Adds those of units that are alike that may find something: that may ask somebody, and to whom something happened since they
    /// last did in vain. What is the same for all of them is asked of the one that has waited longest.
    /// </summary>
    public void AddThatMayFind(UnitGroup group, ref List<Unit>? claims)
    {
        var (first, asOf) = (group.First, new Vain(group.Kind.Role.Turn, _state.Spares));
        var anyForShare = IsForShare(first) && Claim.IsDueMore(_state, first, SharesNow());
        if (group.Vain == asOf && !anyForShare)
        {
            return;
        }

        var withoutPriority = Claim.MayAskAnybody(_state, first, forPriority: false);
        if ((!withoutPriority && !Claim.MayAskLower(first)) || !HasRoom(first, forShare: false))
        {
            group.Vain = asOf;
            if (!anyForShare || !HasRoom(first, forShare: true))
            {
                return;
            }
        }

        foreach (var unit in group.Units)
        {
            if (unit.Head.Missing > 0 && unit.Claimed?.Stirrings != _state.Stirrings && MayFind(unit, withoutPriority, anyForShare))
            {
                (claims ??= []).Add(unit);
            }
        }
    }

    private bool MayFind(Unit unit, bool withoutPriority, bool anyForShare)
    {
        var forShare = anyForShare && IsForShare(unit);
        if (!withoutPriority && !forShare && (Backoff.Holds(unit, _state.Now) || !Claim.MayAskLower(unit)))
        {
            return false;
        }

        if (!IsPossible(unit) || (anyForShare && !HasRoom(unit, forShare)))
        {
            return false;
        }

        if (!forShare)
        {
            return unit.Claimed is null || HasNews(unit, unit.Claimed);
        }

        var claim = new Claim(_state, unit, SharesNow);
        return claim.Any && (unit.Claimed is null || claim.ForShare || HasNews(unit, unit.Claimed));
    }

    /// <summary>
    /// Whether bounds leave it room, or could: those that it may ask inside a role that is full must go for that as well.
    /// </summary>
    public bool MayHave(Unit unit) => IsPossible(unit) && HasRoom(unit, IsForShare(unit));

    private bool IsPossible(Unit unit) => Admission.CheckApplications(unit.Role!, unit.Head) is null && !Never.Is(_state, unit.Head);

    private bool HasRoom(Unit unit, bool forShare) => Admission.Tightest(unit) is not { } full || MayEase(unit, full, forShare);

    /// <summary>Whether those might do that may leave a full role: all of its own that go before it, and others only once it is inside its guarantee, or for its share.</summary>
    private bool MayEase(Unit unit, RoleNode full, bool forShare)
    {
        var own = _own ??= new Amounts();
        own.Clear();
        unit.Role!.Standing.AddBelow(unit.Priority, own);
        if (full != unit.Role && (_state.Spares > 0 || IsCoveredWithout(unit, own) || forShare))
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

    /// <summary>Whether it might be inside a guarantee once those of its role's own have left. Spares of the role itself are left out twice: it only might.</summary>
    private static bool IsCoveredWithout(Unit unit, Amounts own)
    {
        for (var role = unit.Role!.AnyGuarantee ? unit.Role : null; role is { Parent: not null }; role = role.Parent)
        {
            if (unit.Amount.Touches(role.GuaranteeBound) && role.GuaranteeBound.Leaves(role.Usage, unit.Amount, Amounts.Sum(own, role.SpareUse)))
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
        claim = new Claim(_state, unit, SharesNow);
        using var trial = Trial.Begin(_state);
        return new ReclaimPlanner(_state, trial, unit, claim, Victims).Find();
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

    private bool HasNews(Unit unit, ClaimMemo memo)
    {
        if (memo.Any || !IsSimple(unit) || Admission.Tightest(unit) is not null || (unit.Role!.CoveredAt(unit.Amount) & ~memo.Covered) != 0)
        {
            return true;
        }

        Drain();
        if (_state.ClaimLog.Since(memo.Position) is not { } agents)
        {
            return true;
        }

        var claim = new Claim(_state, unit, SharesNow);
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
        using var trial = Trial.Begin(_state);
        return new ReclaimPlanner(_state, trial, unit, claim, Victims).FindsPlaceOn(agents);
    }

    /// <summary>Whether each agent can be judged by itself.</summary>
    private bool IsSimple(Unit unit) =>
        !unit.IsGang && unit.Head.Terms is { Affinity.IsEmpty: true, Spread.IsEmpty: true } terms && (_state.Repelling.Count == 0 || terms.Labels.IsEmpty);
}
