namespace CoScheduler.Pool.Scheduling;

/// <summary>
/// The units of a mode that may come to ask others back, by what makes them alike. Who comes and goes within a step is never sorted in.
/// </summary>
internal sealed class Claimants
{
    private const int MostSpare = 64;

    private readonly List<Unit> _unsorted = [];
    private readonly Dictionary<UnitKind, UnitGroup> _byKind = [];
    private readonly List<UnitGroup> _groups = [];
    private readonly List<UnitGroup> _emptied = [];

    /// <summary>Groups that were dropped, to be used again.</summary>
    private readonly Stack<UnitGroup> _spare = new();

    public bool Any => _unsorted.Count + _groups.Count > 0;

    /// <summary>All of them, in no order. Whoever waits must not change meanwhile.</summary>
    public List<UnitGroup> Groups
    {
        get
        {
            foreach (var unit in _unsorted)
            {
                SortIn(unit);
            }

            foreach (var group in _emptied)
            {
                Drop(group);
            }

            _unsorted.Clear();
            _emptied.Clear();
            return _groups;
        }
    }

    public void Add(Unit unit)
    {
        unit.ClaimantIndex = _unsorted.Count;
        _unsorted.Add(unit);
    }

    /// <summary>Takes a unit out, if it is one of them.</summary>
    public void Remove(Unit unit)
    {
        if (unit.ClaimantIndex < 0)
        {
            return;
        }

        if (unit.InGroup)
        {
            unit.Group!.Remove(unit);
            if (unit.Group.Units.Count == 0)
            {
                _emptied.Add(unit.Group);
            }
        }
        else
        {
            _unsorted[^1].ClaimantIndex = unit.ClaimantIndex;
            _unsorted[unit.ClaimantIndex] = _unsorted[^1];
            _unsorted.RemoveAt(_unsorted.Count - 1);
        }

        (unit.ClaimantIndex, unit.InGroup) = (-1, false);
    }

    private void SortIn(Unit unit)
    {
        // Who changes mostly comes back as he was.
        if (unit.Group is not { Index: >= 0 } group || !group.IsFor(unit))
        {
            group = Find(new UnitKind(unit.Role!, unit.Amount.Vector, unit.Priority, unit.IsGang ? unit : null));
        }

        group.Add(unit);
        (unit.Group, unit.InGroup) = (group, true);
    }

    private UnitGroup Find(UnitKind kind)
    {
        if (!_byKind.TryGetValue(kind, out var group))
        {
            group = _spare.TryPop(out var spare) ? spare : new UnitGroup();
            (group.Kind, group.Index) = (kind, _groups.Count);
            _byKind.Add(kind, group);
            _groups.Add(group);
        }

        return group;
    }

    private void Drop(UnitGroup group)
    {
        if (group.Units.Count > 0 || group.Index < 0)
        {
            return;
        }

        _byKind.Remove(group.Kind);
        _groups[^1].Index = group.Index;
        _groups[group.Index] = _groups[^1];
        _groups.RemoveAt(_groups.Count - 1);
        (group.Kind, group.Index) = (default, -1);
        if (_spare.Count < MostSpare)
        {
            _spare.Push(group);
        }
    }
}
