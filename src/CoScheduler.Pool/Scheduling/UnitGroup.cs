using CoScheduler.Pool.Roles;

namespace CoScheduler.Pool.Scheduling;

/// <summary>What makes units alike to whoever asks others back for them; a gang is alike to nobody.</summary>
internal readonly record struct UnitKind(RoleNode Role, ResourceVector Amount, int Priority, Unit? Gang);

/// <summary>Waiting units of a role that are alike: what bounds leave to one, and whom it may ask, is the same for all.</summary>
internal sealed class UnitGroup(UnitKind kind)
{
    private readonly List<Unit> _units = [];
    private Unit? _first;

    public UnitKind Kind { get; } = kind;

    public List<Unit> Units => _units;

    /// <summary>Its place among the groups; -1 once it is none of them.</summary>
    public int Index { get; set; } = -1;

    /// <summary>The one that has waited longest.</summary>
    public Unit First
    {
        get
        {
            if (_first is null)
            {
                _first = _units[0];
                foreach (var unit in _units)
                {
                    _first = UnitOrder.Instance.Compare(unit, _first) < 0 ? unit : _first;
                }
            }

            return _first;
        }
    }

    public bool IsFor(Unit unit) =>
        Kind.Role == unit.Role && Kind.Priority == unit.Priority && ReferenceEquals(Kind.Amount, unit.Amount.Vector) && Kind.Gang == (unit.IsGang ? unit : null);

    public void Add(Unit unit)
    {
        unit.ClaimantIndex = _units.Count;
        _units.Add(unit);
        _first = _first is { } first && UnitOrder.Instance.Compare(unit, first) < 0 ? unit : _first;
    }

    /// <summary>The last takes its place.</summary>
    public void Remove(Unit unit)
    {
        _units[^1].ClaimantIndex = unit.ClaimantIndex;
        _units[unit.ClaimantIndex] = _units[^1];
        _units.RemoveAt(_units.Count - 1);
        _first = unit == _first ? null : _first;
    }
}
