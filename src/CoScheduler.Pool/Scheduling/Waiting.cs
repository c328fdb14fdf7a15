using CoScheduler.Pool.Roles;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Scheduling;

/// <summary>
/// Who waits, and for what: a round looks only at what changed. A unit is ready (to be looked at wherever there is room), in line
/// and not ready (nothing had room: only agents that came free are looked at), blocked at a role (until that role uses less), or out
/// (nothing is missing, or it can't be). Follows from the state: it is built anew after a restore, and nothing of it is written down.
/// </summary>
internal sealed class Waiting
{
    /// <summary>Above so many freed agents, searching them all is dearer than the indexes.</summary>
    private const int ManyFreed = 32;

    private readonly StirredDemands _stirred = new();
    private readonly List<Unit>[] _waiting = [[], [], []];
    private readonly Claimants[] _claimants = [new(), new(), new()];
    private readonly Dictionary<(FrameworkId Framework, string Gang), Unit> _gangs = [];
    private readonly PoolState _state;
    private readonly BlockedUnits _blocked;
    private readonly List<Unit> _aside = [];
    private bool _all = true;
    private bool _agents;
    private bool _neighbours;
    private bool _neighboursReady;
    private int _particular;

    public Waiting(PoolState state)
    {
        (_state, Lines) = (state, new Lines(state));
        _blocked = new BlockedUnits(Lines);
    }

    /// <summary>Every unit that wants something now in a mode, in no order.</summary>
    public IReadOnlyList<Unit> Units(DemandMode mode) => _waiting[(int)mode];

    /// <summary>Those of them that may come to ask others back.</summary>
    public Claimants Claimants(DemandMode mode) => _claimants[(int)mode];

    public Unit? FindGang(FrameworkId framework, string gang) => _gangs.GetValueOrDefault((framework, gang));

    /// <summary>Those of them that stand in line.</summary>
    public Lines Lines { get; }

    /// <summary>A demand, or what it has, changed: a place for it may be found that was not before.</summary>
    public void Stir(DemandEntry demand)
    {
        _stirred.Stir(demand);
        demand.LookAnew = true;
    }

    /// <summary>A demand has more of what it wants: where nothing had room for one, nothing has for the next.</summary>
    public void StirServed(DemandEntry demand) => _stirred.Stir(demand);

    public void StirAll() => _all = true;

    /// <summary>A demand is to be looked at anew, and with it all of its gang.</summary>
    public void StirUnit(DemandEntry demand)
    {
        Stir(demand);
        if (demand.Unit is { IsGang: true } gang)
        {
            StirGang(gang);
        }
    }

    /// <summary>Agents changed: who waits for room sees what came free, and who looks at more than room is looked at anew.</summary>
    public void StirForAgents() => _agents = true;

    /// <summary>A task that others may mind came or went: who minds is looked at anew, wherever there is room.</summary>
    public void StirNeighbours() => _neighbours = true;

    /// <summary>
    /// Who stands behind one that was placed, and minds it, is looked at wherever there is room: once a round, for then all are.
    /// </summary>
    public void ReadyNeighbours()
    {
        if (!_neighbours || _particular == 0 || _neighboursReady)
        {
            return;
        }

        _neighboursReady = true;
        foreach (var unit in _waiting.SelectMany(units => units).Where(unit => unit is { Particular: true, InLine: true }))
        {
            Lines.SetReady(unit, true);
        }
    }

    /// <summary>Why a demand waits is to be looked at anew at this round's end.</summary>
    public void Judge(DemandEntry demand) => _stirred.Judge(demand);

    /// <summary>What is to be judged, in the order of keys; then nothing is.</summary>
    public List<DemandEntry> TakeToJudge() => _stirred.TakeToJudge();

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
        if (unit.IsGang && unit.Classes.Length == 0)
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
            // Nobody remembers a search, so that it is the same whether the pool was restored before.
            foreach (var demand in _state.Demands.Values)
            {
                Stir(demand);
                if (demand.Unit is { } unit)
                {
                    (unit.NextOldEnough, unit.Watched) = (null, null);
                }
            }

            _state.ClaimLog.Clear();
            _state.Roles.KeepWatch.Clear(_state.Roles.Root.Subtree);
        }

        if (_all || _agents)
        {
            // The capacity is another.
            Array.ForEach(_state.Roles.Root.Seats, seat => seat.MarkAllStale());
        }

        if (_all || _agents || _neighbours)
        {
            StirParticular();
        }

        (_all, _agents, _neighbours, _neighboursReady) = (false, false, false, false);
        _blocked.ReadyUnlent();
        Refresh();
        _state.Agents.BeginLook();
        if (_state.Agents.Looking.Count > ManyFreed)
        {
            ReadyAll();
        }
    }

    /// <summary>Those are to be looked at anew whose time has come: called once a step, for it is past until they are judged.</summary>
    public void WakeDue()
    {
        if (!_state.Deadlines.AnyDue(_state.Now))
        {
            return;
        }

        foreach (var (at, deadline) in _state.Deadlines.Due(_state.Now))
        {
            if (deadline.Kind == DeadlineKind.Demand && _state.Demands.Find(deadline.Demand) is { } demand && demand.WakeAt == at)
            {
                Stir(demand);
                if (Never.DeadlineOf(demand) == at)
                {
                    // What can't be any more is wanted no more: the picture says so, and others may be due more.
                    _state.Roles.Find(demand.Terms.Role)?.MarkSharesStale();
                    _state.Changes.Shares = true;
                    _state.Stirrings++;
                }
            }
        }
    }

    /// <summary>Takes in what changed of demands: called before each part of a round, for what the parts before it did.</summary>
    public void Refresh()
    {
        _blocked.ReadyEased();
        foreach (var demand in _stirred.All)
        {
            if (!demand.Removed)
            {
                Judge(demand);
                Renew(demand.Unit!, demand.LookAnew);
            }
        }

        _stirred.Settle();
    }

    /// <summary>Puts a unit where it belongs by what it misses now.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="look">Whether it is to be looked at wherever there is room, though nothing had room for it before.</param>
    public void Renew(Unit unit, bool look = true)
    {
        var parked = !look && !unit.IsGang && unit is { InLine: true, Ready: false };
        TakeOut(unit);
        if (unit.Gather(_state.Dimensions) && Asking.Wants(_state, unit) && _state.Roles.Find(unit.Head.Terms.Role) is { } role)
        {
            unit.Role = role;

            // When somebody is old enough to be asked it may still be right: a hold is made after the search, and renews the unit.
            unit.Claimed = null;
            Register(unit);
            Lines.Add(unit, ready: !parked);
        }
    }

    /// <summary>Nothing has room for it: it stays in line, for what comes free.</summary>
    public void Park(Unit unit) => Lines.SetReady(unit, false);

    /// <summary>A bound keeps it from being placed, wherever there is room.</summary>
    public void Block(Unit unit, RoleNode at) => _blocked.Add(unit, at);

    /// <summary>It stands in line for what comes free, and is to be looked at wherever there is room once a role uses less.</summary>
    public void Watch(Unit unit, RoleNode at) => _blocked.Watch(unit, at);

    /// <summary>
    /// Whether anybody may be let in by what happened since the round began: a bound leaves room, for an offer was taken back, or
    /// somebody minds who came or went.
    /// </summary>
    public bool AnyNews => _blocked.AnyEased || (_neighbours && _particular > 0);

    /// <summary>Whether what others don't lend keeps any unit from being placed.</summary>
    public bool AnyUnlent => _blocked.AnyUnlent;

    /// <summary>What others are guaranteed and don't lend keeps it from being placed: looked at again in the next round.</summary>
    public void BlockUnlent(Unit unit) => _blocked.AddUnlent(unit);

    /// <summary>Takes a unit out of its line for the rest of this part of a round.</summary>
    public void SetAside(Unit unit)
    {
        Lines.Remove(unit);
        _aside.Add(unit);
    }

    /// <summary>Puts those back that were set aside, for nothing had room for them.</summary>
    public void PutBack()
    {
        foreach (var unit in _aside)
        {
            Lines.PutBack(unit, ready: false);
        }

        _aside.Clear();
    }

    public void Clear()
    {
        foreach (var unit in _waiting.SelectMany(units => units).ToList())
        {
            TakeOut(unit);
        }

        _blocked.Clear();
        _all = true;
    }

    /// <summary>A task that is no more, or an agent that is another, may let one in elsewhere that minds who is where.</summary>
    private void StirParticular()
    {
        if (_particular > 0)
        {
            foreach (var unit in _waiting.SelectMany(units => units).Where(unit => unit.Particular))
            {
                StirGang(unit);
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
        unit.Particular = unit.MindsOthers();
        _particular += unit.Particular ? 1 : 0;
        unit.WaitingIndex = _waiting[(int)unit.Mode].Count;
        _waiting[(int)unit.Mode].Add(unit);
        if (Reclaim.Claim.MayEverAsk(unit))
        {
            _claimants[(int)unit.Mode].Add(unit);
        }
    }

    private void TakeOut(Unit unit)
    {
        Lines.Remove(unit);
        BlockedUnits.Remove(unit);
        if (unit.WaitingIndex >= 0)
        {
            var among = _waiting[(int)unit.Mode];
            among[^1].WaitingIndex = unit.WaitingIndex;
            RemoveAt(among, unit.WaitingIndex);
            unit.WaitingIndex = -1;
            _particular -= unit.Particular ? 1 : 0;
        }

        _claimants[(int)unit.Mode].Remove(unit);
        unit.Role = null;
    }

    /// <summary>The last takes its place.</summary>
    private static void RemoveAt(List<Unit> units, int index)
    {
        units[index] = units[^1];
        units.RemoveAt(units.Count - 1);
    }
}
