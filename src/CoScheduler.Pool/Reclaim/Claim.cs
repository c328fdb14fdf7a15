using CoScheduler.Pool.Resources;
using CoScheduler.Pool.Roles;
using CoScheduler.Pool.Scheduling;
using CoScheduler.Pool.State;
using CoScheduler.Pool.Steps;

namespace CoScheduler.Pool.Reclaim;

/// <summary>What a unit may ask back, and for which cause (pool.md section 6).</summary>
internal sealed class Claim
{
    private readonly PoolState _state;
    private readonly Unit _unit;
    private readonly bool _firm;
    private readonly bool _forShare;
    private readonly bool _forPriority;
    private readonly Func<FairShares> _shares;
    private Amounts? _placed;

    public Claim(PoolState state, Unit unit, Func<FairShares> shares)
    {
        (_state, _unit, _shares) = (state, unit, shares);
        _firm = unit.Mode == DemandMode.Firm;
        var backsOff = Backoff.Holds(unit, state.Now);
        _forShare = ShareFrom(state, unit) is { } from && from.CompareTo(state.Now) <= 0 && !backsOff && IsDueMore(state, unit, shares());
        _forPriority = _firm && !backsOff;
    }

    /// <summary>Whether it asks for its share: it has waited long, and is due so much more.</summary>
    public bool ForShare => _forShare;

    /// <summary>A part of the unit has its place on the trial: it counts as used there, and as the unit's amount, and so once too often.</summary>
    public void Place(Need part) => (_placed ??= new Amounts()).Add(part);

    /// <summary>When the first victim that is only too young is old enough; null if there is none.</summary>
    public PoolTime? NextOldEnough { get; private set; }

    /// <summary>Whether there may be anybody at all whom it may ask.</summary>
    public bool Any => _forShare || MayAskAnybody(_state, _unit, _forPriority);

    /// <summary>
    /// Whether there may be anybody whom a unit may ask without being due a share: for its guarantee, somebody of lower priority beside
    /// it, or spares. Depends on its role, amount and priority alone.
    /// </summary>
    public static bool MayAskAnybody(PoolState state, Unit unit, bool forPriority = true) =>
        unit.Mode == DemandMode.Firm
        && (state.Spares > 0 || unit.Role!.CoversOnPath(unit.Amount) || (forPriority && MayAskLower(unit)));

    /// <summary>Whether there is anything of lower priority in its role.</summary>
    public static bool MayAskLower(Unit unit) => unit.Mode == DemandMode.Firm && unit.Role!.Standing.AnyBelow(unit.Priority);

    /// <summary>Whether a unit may come to ask at all: who takes anything asks nobody, and open demand asks for its share only.</summary>
    public static bool MayEverAsk(Unit unit) =>
        unit.Mode == DemandMode.Firm || (unit.Mode == DemandMode.Open && !unit.Head.Need.IsNone && unit.Role!.ShareReclaimAfter != long.MaxValue);

    /// <summary>From when on a unit may ask for its share; null for never.</summary>
    public static PoolTime? ShareFrom(PoolState state, Unit unit)
    {
        var after = unit.Role!.ShareReclaimAfter;
        if (after == long.MaxValue || unit.Head.Need.IsNone)
        {
            return null;
        }

        PoolTime latest = default;
        foreach (var member in unit.Members)
        {
            latest = (member.Since ?? state.Now) is var since && since.CompareTo(latest) > 0 ? since : latest;
        }

        return latest.Plus(after);
    }

    /// <summary>Why a victim may be asked back, as usage is now; null if it may not.</summary>
    /// <param name="victim">The victim.</param>
    /// <param name="lacking">What the agent in question has too little of.</param>
    public ReclaimCause? CauseFor(Victim victim, ReadOnlySpan<int> lacking)
    {
        if (CauseWhateverAge(victim, lacking) is not { } cause)
        {
            return null;
        }

        var safeUntil = Victims.SafeUntil(victim);
        if (safeUntil.CompareTo(_state.Now) <= 0)
        {
            return cause;
        }

        NextOldEnough = NextOldEnough is { } earlier && earlier.CompareTo(safeUntil) <= 0 ? earlier : safeUntil;
        return null;
    }

    private ReclaimCause? CauseWhateverAge(Victim victim, ReadOnlySpan<int> lacking)
    {
        if (IsOwn(victim))
        {
            return null;
        }

        if (victim.IsSpare)
        {
            return _firm || _forShare ? ReclaimCause.Share : null;
        }

        if (victim.Role == _unit.Role)
        {
            return _forPriority && victim.Priority < _unit.Priority ? ReclaimCause.Priority : null;
        }

        var (mine, theirs) = ChildrenOfCommon(_unit.Role!, victim.Role);
        if (mine is null || theirs is null)
        {
            return null;
        }

        if (_firm && Covers(mine) && IsElastic(theirs, victim))
        {
            return ReclaimCause.Guarantee;
        }

        return _forShare && IsForShare(mine, theirs, victim, lacking) ? ReclaimCause.Share : null;
    }

    private bool Covers(RoleNode role) =>
        _unit.Amount.Touches(role.GuaranteeBound) && role.GuaranteeBound.Leaves(role.Usage, _unit.Amount, Amounts.Sum(_placed, role.SpareUse));

    private bool IsOwn(Victim victim)
    {
        foreach (var member in victim.Members)
        {
            foreach (var demand in _unit.Members)
            {
                if (member.Lot.Key == demand.Key)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsElastic(RoleNode theirs, Victim victim)
    {
        var keep = theirs.WatchKeep();
        if (keep.IsEmpty)
        {
            return true;
        }

        foreach (var member in victim.Members)
        {
            if (keep.Contains(member))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Slack of a whole task on both sides, so that remainders never flap. The victim's role is judged in what is lacking only:
    /// of what there is enough it wants no more than it has, and would never be above its share.
    /// </summary>
    private bool IsForShare(RoleNode mine, RoleNode theirs, Victim victim, ReadOnlySpan<int> lacking)
    {
        if (!IsDueMore(_state, _unit, mine, _shares(), _placed))
        {
            return false;
        }

        var others = _shares().Of(theirs);

        foreach (var slot in lacking)
        {
            if (theirs.Usage[slot] - (theirs.SpareUse?[slot] ?? 0) - victim.TakesOf(slot) < others[slot])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether so much more is due to a unit's role, or to one above it: else nobody need be asked for its share.</summary>
    public static bool IsDueMore(PoolState state, Unit unit, FairShares shares)
    {
        for (var role = unit.Role!; role.Parent is not null; role = role.Parent)
        {
            if (IsDueMore(state, unit, role, shares, null))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsDueMore(PoolState state, Unit unit, RoleNode role, FairShares shares, Amounts? placed)
    {
        var due = shares.Of(role);
        for (var slot = 0; slot < state.Dimensions.Count; slot++)
        {
            var used = role.Usage[slot] - (role.SpareUse?[slot] ?? 0) - (placed?[slot] ?? 0);
            if ((used > 0 || unit.Amount[slot] > 0) && unit.Amount[slot] > due[slot] - used)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The children of the lowest role above both that lead to each; null where it is one of the two itself.</summary>
    private static (RoleNode? Mine, RoleNode? Theirs) ChildrenOfCommon(RoleNode mine, RoleNode theirs)
    {
        var depth = Math.Min(mine.Depth, theirs.Depth);
        while (depth > 0 && mine.AncestorAt(depth) != theirs.AncestorAt(depth))
        {
            depth--;
        }

        return (mine.Depth > depth ? mine.AncestorAt(depth + 1) : null, theirs.Depth > depth ? theirs.AncestorAt(depth + 1) : null);
    }
}
