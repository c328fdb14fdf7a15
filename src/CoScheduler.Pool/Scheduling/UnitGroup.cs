using CoScheduler.Pool.Roles;

namespace CoScheduler.Pool.Scheduling;

/// <summary>What makes units alike to whoever asks others back for them; a gang is alike to nobody.</summary>
internal readonly record struct UnitKind(RoleNode Role, ResourceVector Amount, int Priority, Unit? Gang);

/// <summary>That none of some units that are alike may ask anybody back but for their share, while their roles use what they do and there are as many spares.</summary>
/// <param name="Turn">As of which <see cref="RoleNode.Turn"/>.</param>
/// <param name="Spares">How many spares there were.</param>
internal readonly record struct Vain(long Turn, int Spares);

/// <summary>Waiting units of a role that are alike: what bounds leave to one, and whom it may ask, is the same for all.</summary>
internal sealed class UnitGroup
{
    private readonly List<Unit> _units = [];
    private Unit? _first;

    /// <summary>What they are alike in; another once the group has been dropped.</summary>
    public UnitKind Kind { get; set; }

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

    /// <summary>As of when none of them may ask anybody back but for its share; null if that is not known.</summary>
    public Vain? Vain { get; set; }

    /// <summary>When the one that has waited longest has waited long; null if that is not known.</summary>
    public PoolTime? LongAt { get; set; }

    /// <summary>As of which <see cref="RoleNode.Turn"/> a bound keeps them out; null if that is not known.</summary>
    public long? BarredAt { get; set; }

    public bool IsFor(Unit unit) =>
        Kind.Role == unit.Role && Kind.Priority == unit.Priority && ReferenceEquals(Kind.Amount, unit.Amount.Vector) && Kind.Gang == (unit.IsGang ? unit : null);

    public void Add(Unit unit)
    {
        unit.ClaimantIndex = _units.Count;
        _units.Add(unit);
        Forget();
        _first = _first is { } first && UnitOrder.Instance.Compare(unit, first) < 0 ? unit : _first;
    }

    /// <summary>The last takes its place.</summary>
    public void Remove(Unit unit)
    {
        Forget();
        _units[^1].ClaimantIndex = unit.ClaimantIndex;
        _units[unit.ClaimantIndex] = _units[^1];
        _units.RemoveAt(_units.Count - 1);
        _first = unit == _first ? null : _first;
    }

    private void Forget() => (Vain, LongAt, BarredAt) = (null, null, null);
}
