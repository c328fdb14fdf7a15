using CoScheduler.Pool.Roles;
using CoScheduler.Pool.Scheduling;
using CoScheduler.Pool.State;
using CoScheduler.Pool.Steps;

namespace CoScheduler.Pool.Reclaim;

/// <summary>What a unit may ask back, and for which cause (pool.md section 6).</summary>
internal sealed class Claim
{
    private readonly Unit _unit;
    private readonly ResourceVector _amount;
    private readonly PoolTime _now;
    private readonly bool _forGuarantee;
    private readonly bool _forShare;
    private readonly bool _forPriority;
    private readonly Func<FairShares> _shares;

    public Claim(PoolState state, Unit unit, Func<FairShares> shares)
    {
        (_unit, _amount, _now, _shares) = (unit, unit.Amount, state.Now, shares);
        var firm = unit.Head.Terms.Mode == DemandMode.Firm;
        var after = Bounds.ShareReclaimAfter(unit.Role);
        var backsOff = unit.Members.Any(member => Backoff.Holds(member, state.Now));
        ShareFrom = after == long.MaxValue || unit.Head.Terms.Shape.IsZero ? null : unit.Members.Max(member => member.Since ?? state.Now).Plus(after);
        _forGuarantee = firm;
        _forShare = ShareFrom is { } from && from.CompareTo(state.Now) <= 0 && !backsOff;
        _forPriority = firm && !backsOff;
    }

    /// <summary>From when on it may ask for its share; null for never.</summary>
    public PoolTime? ShareFrom { get; }

    /// <summary>Whether it may ask for anything at all.</summary>
    public bool Any => _forGuarantee || _forShare || _forPriority;

    /// <summary>When the first victim that is only too young is old enough; null if there is none.</summary>
    public PoolTime? NextOldEnough { get; private set; }

    /// <summary>Notes when a victim that is too young is old enough, be it that it would not help.</summary>
    public void Consider(Victim victim, Picture picture) => CauseFor(victim, picture, []);

    /// <summary>Why a victim may be asked back, on a picture from which others are gone already; null if it may not.</summary>
    /// <param name="victim">The victim.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="lacking">What the agent in question has too little of.</param>
    public ReclaimCause? CauseFor(Victim victim, Picture picture, IReadOnlyList<string> lacking)
    {
        if (CauseWhateverAge(victim, picture, lacking) is not { } cause)
        {
            return null;
        }

        var safeUntil = Victims.SafeUntil(victim);
        if (safeUntil.CompareTo(_now) <= 0)
        {
            return cause;
        }

        NextOldEnough = NextOldEnough is { } earlier && earlier.CompareTo(safeUntil) <= 0 ? earlier : safeUntil;
        return null;
    }

    private ReclaimCause? CauseWhateverAge(Victim victim, Picture picture, IReadOnlyList<string> lacking)
    {
        if (victim.Members.Any(member => member.Framework == _unit.Head.Framework && _unit.Members.Any(demand => demand.Class == member.Class)))
        {
            return null;
        }

        if (victim.IsSpare)
        {
            return _unit.Head.Terms.Mode == DemandMode.Firm ? ReclaimCause.Share : null;
        }

        if (victim.Role == _unit.Role)
        {
            return _forPriority && victim.Priority < _unit.Priority ? ReclaimCause.Priority : null;
        }

        var (mine, theirs) = ChildrenOfCommon(_unit.Role, victim.Role);
        if (mine is null || theirs is null)
        {
            return null;
        }

        if (_forGuarantee && mine.Covers(_amount) && victim.Members.All(member => !theirs.Keep.Contains(member)))
        {
            return ReclaimCause.Guarantee;
        }

        return _forShare && IsForShare(mine, theirs, victim, picture, lacking) ? ReclaimCause.Share : null;
    }

    /// <summary>
    /// Slack of a whole task on both sides, so that remainders never flap. The victim's role is judged in what is lacking only:
    /// of what there is enough it wants no more than it has, and would never be above its share.
    /// </summary>
    private bool IsForShare(RoleNode mine, RoleNode theirs, Victim victim, Picture picture, IReadOnlyList<string> lacking)
    {
        var shares = _shares();
        var wanted = mine.Used.Plus(_amount);
        var left = picture.Used(theirs).Minus(victim.Counted);
        var due = shares.Of(theirs);
        return wanted.FitsIn(shares.Of(mine)) && lacking.All(resource => left[resource] >= due[resource]);
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
