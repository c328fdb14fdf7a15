using CoScheduler.Pool.Roles;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Scheduling;

/// <summary>
/// Who waits, and for what: a round looks only at what changed. A unit is ready (to be looked at wherever there is room), in line
/// and not ready (nothing had room: only agents that came free are looked at), blocked at a role (until that role uses less), or out
/// (nothing is missing, or it can't be). Follows from the state: it is built anew after a restore, and nothing of it is written down.
/// </summary>
internal sealed class Waiting(PoolState state)
{
    /// <summary>Above so many freed agents, searching them all is dearer than the indexes.</summary>
    private const int ManyFreed = 32;

    private readonly List<DemandEntry> _stirred = [];
    private readonly List<DemandEntry> _toJudge = [];
    private readonly List<DemandEntry> _judged = [];
    private readonly List<RoleNode> _blockedRoles = [];
    private readonly List<Unit>[] _waiting = [[], [], []];
    private readonly List<Unit> _unlent = [];
    private readonly Dictionary<(FrameworkId Framework, string Gang), Unit> _gangs = [];
    private bool _all = true;

    /// <summary>Every unit that wants something now in a mode, in no order.</summary>
    public IReadOnlyList<Unit> Units(DemandMode mode) => _waiting[(int)mode];

    public Unit? FindGang(FrameworkId framework, string gang) => _gangs.GetValueOrDefault((framework, gang));

    /// <summary>Those of them that stand in line.</summary>
    public Lines Lines { get; } = new(state);

    /// <summary>A demand, or what it has, changed.</summary>
    public void Stir(DemandEntry demand)
    {
        if (!demand.Stirred)
        {
            demand.Stirred = true;
            _stirred.Add(demand);
        }
    }

    public void StirAll() => _all = true;

    /// <summary>Why a demand waits is to be looked at anew at this round's end.</summary>
    public void Judge(DemandEntry demand)
    {
        if (!demand.ToJudge)
        {
            demand.ToJudge = true;
            _toJudge.Add(demand);
        }
    }

    /// <summary>What is to be judged, in the order of keys; then nothing is.</summary>
    public List<DemandEntry> TakeToJudge()
    {
        foreach (var demand in _stirred)
        {
            Judge(demand);
        }

        _judged.Clear();
        foreach (var demand in _toJudge)
        {
            demand.ToJudge = false;
            if (!demand.Removed)
            {
                _judged.Add(demand);
            }
        }

        _toJudge.Clear();
        if (_judged.Count > 1)
        {
            _judged.Sort((a, b) => a.Key.CompareTo(b.Key));
        }

        return _judged;
    }

    /// <summary>A demand has new terms, or is new: it joins its gang, or is a unit by itself.</summary>
    public void Join(DemandEntry demand)
    {
        Part(demand);
        if (demand.Terms.Gang is not { } gang)
        {
            demand.Unit = new Unit();
        }
        else if (_gangs.TryGetValue((demand.Framework, gang), out var known))
        {
            TakeOut(known);
            demand.Unit = known;
        }
        else
        {
            _gangs.Add((demand.Framework, gang), demand.Unit = new Unit { Gang = gang });
        }

        demand.Unit.Add(demand);
        StirGang(demand.Unit);
    }

    /// <summary>A demand is gone, or is to join another gang.</summary>
    public void Part(DemandEntry demand)
    {
        if (demand.Unit is not { } unit)
        {
            return;
        }

        TakeOut(unit);
        unit.Remove(demand);
        demand.Unit = null;
        if (unit.IsGang && unit.Classes.Count == 0)
        {
            _gangs.Remove((demand.Framework, unit.Gang!));
        }

        StirGang(unit);
    }

    /// <summary>Takes every change in: called as a round begins.</summary>
    public void Settle()
    {
        if (_all)
        {
            _all = false;
            foreach (var demand in state.Demands.Values)
            {
                Stir(demand);
            }

            Array.ForEach(state.Roles.Root.Seats, seat => seat.MarkAllStale());
        }

        WakeDue();
        ReadyEased();
        Refresh();
        state.Agents.BeginLook();
        if (state.Agents.Looking.Count > ManyFreed)
        {
            ReadyAll();
        }
    }

    /// <summary>Takes in what changed of demands: called before each part of a round, for what the parts before it did.</summary>
    public void Refresh()
    {
        foreach (var demand in _stirred)
        {
            demand.Stirred = false;
            if (!demand.Removed)
            {
                Judge(demand);
                Renew(demand.Unit!);
            }
        }

        _stirred.Clear();
    }

    /// <summary>Puts a unit where it belongs by what it misses now.</summary>
    public void Renew(Unit unit)
    {
        TakeOut(unit);
        if (unit.Gather(state.Dimensions) && Asking.Wants(state, unit) && state.Roles.Find(unit.Head.Terms.Role) is { } role)
        {
            unit.Role = role;
            (unit.Claimed, unit.NextOldEnough) = (null, null);
            Register(unit);
            Lines.Add(unit, ready: true);
        }
    }

    /// <summary>Nothing has room for it: it stays in line, for what comes free.</summary>
    public void Park(Unit unit) => Lines.SetReady(unit, false);

    /// <summary>A bound keeps it from being placed, wherever there is room.</summary>
    public void Block(Unit unit, RoleNode at)
    {
        Lines.Remove(unit);
        unit.BlockedAt = at;
        if (at.BlockedHere.Count == 0)
        {
            at.Eased = false;
            _blockedRoles.Add(at);
        }

        at.BlockedHere.Add(unit);
    }

    /// <summary>What others are guaranteed and don't lend keeps it from being placed: looked at again in the next round.</summary>
    public void BlockUnlent(Unit unit)
    {
        Lines.Remove(unit);
        _unlent.Add(unit);
    }

    /// <summary>Takes a unit out of its line for the rest of a round.</summary>
    public void SetAside(Unit unit) => Lines.Remove(unit);

    /// <summary>Puts a unit back that was set aside.</summary>
    public void PutBack(Unit unit, bool ready)
    {
        if (unit.WaitingIndex >= 0 && !unit.InLine && unit.BlockedAt is null)
        {
            Lines.Add(unit, ready);
        }
    }

    public void Clear()
    {
        foreach (var unit in _waiting.SelectMany(units => units).ToList())
        {
            TakeOut(unit);
        }

        _unlent.Clear();
        _blockedRoles.Clear();
        _all = true;
    }

    private void WakeDue()
    {
        if (!state.Deadlines.AnyDue(state.Now))
        {
            return;
        }

        foreach (var (at, deadline) in state.Deadlines.Due(state.Now))
        {
            if (deadline.Kind == DeadlineKind.Demand && state.Demands.Find(deadline.Demand) is { } demand && demand.WakeAt == at)
            {
                Stir(demand);
            }
        }
    }

    private void ReadyEased()
    {
        foreach (var unit in _unlent)
        {
            PutBack(unit, ready: true);
        }

        _unlent.Clear();
        for (var i = _blockedRoles.Count - 1; i >= 0; i--)
        {
            var role = _blockedRoles[i];
            if (role.BlockedHere.Count > 0 && !role.Eased)
            {
                continue;
            }

            _blockedRoles.RemoveAt(i);
            var units = role.BlockedHere.ToList();
            role.BlockedHere.Clear();
            foreach (var unit in units)
            {
                unit.BlockedAt = null;
                Lines.Add(unit, ready: true);
            }
        }
    }

    private void ReadyAll()
    {
        foreach (var unit in _waiting.SelectMany(units => units))
        {
            if (unit.InLine)
            {
                Lines.SetReady(unit, true);
            }
        }
    }

    private void StirGang(Unit unit)
    {
        foreach (var member in unit.Classes)
        {
            Stir(member);
        }
    }

    private void Register(Unit unit)
    {
        unit.WaitingIndex = _waiting[(int)unit.Mode].Count;
        _waiting[(int)unit.Mode].Add(unit);
    }

    private void TakeOut(Unit unit)
    {
        Lines.Remove(unit);
        if (unit.BlockedAt is { } role)
        {
            role.BlockedHere.Remove(unit);
            unit.BlockedAt = null;
        }

        if (unit.WaitingIndex >= 0)
        {
            var units = _waiting[(int)unit.Mode];
            var last = units[^1];
            units[unit.WaitingIndex] = last;
            last.WaitingIndex = unit.WaitingIndex;
            units.RemoveAt(units.Count - 1);
            unit.WaitingIndex = -1;
        }

        unit.Role = null;
    }
}
