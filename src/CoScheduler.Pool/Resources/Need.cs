namespace CoScheduler.Pool.Resources;

/// <summary>What something takes, by slot. Only what is above 0.</summary>
internal sealed class Need
{
    public static readonly Need None = new([], [], ResourceVector.Empty);

    private readonly int[] _slots;
    private readonly long[] _amounts;

    public Need(Dimensions dimensions, ResourceVector vector)
    {
        Vector = vector;
        var names = vector.NameSpan;
        var values = vector.ValueSpan;
        var count = values.Length - values.Count(0L);
        (_slots, _amounts) = (new int[count], new long[count]);
        for (int i = 0, next = 0; i < names.Length; i++)
        {
            if (values[i] > 0)
            {
                (_slots[next], _amounts[next++]) = (dimensions.SlotOf(names[i]), values[i]);
            }
        }
    }

    private Need(int[] slots, long[] amounts, ResourceVector vector) => (_slots, _amounts, Vector) = (slots, amounts, vector);

    public ResourceVector Vector { get; }

    public ReadOnlySpan<int> Slots => _slots;

    public ReadOnlySpan<long> Values => _amounts;

    public bool IsNone => _slots.Length == 0;

    /// <summary>Named ports, or null if it takes none or any.</summary>
    public PortRanges? NamedPorts => Vector.NamedPorts;

    public bool TakesPorts => this[Dimensions.Ports] > 0;

    public long this[int slot]
    {
        get
        {
            var index = Array.IndexOf(_slots, slot);
            return index < 0 ? 0 : _amounts[index];
        }
    }

    /// <summary>Whether it fits into what is free. What is not named there is not there.</summary>
    public bool FitsIn(Amounts free)
    {
        for (var i = 0; i < _slots.Length; i++)
        {
            if (_amounts[i] > free[_slots[i]])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether it is all that some amounts have above 0; ports by name are not looked at.</summary>
    public bool IsAllOf(Amounts amounts)
    {
        var left = _slots.Length;
        foreach (var value in amounts.Values)
        {
            left -= value > 0 ? 1 : 0;
        }

        for (var i = 0; i < _slots.Length && left == 0; i++)
        {
            left = _amounts[i] == amounts[_slots[i]] ? 0 : -1;
        }

        return left == 0;
    }

    /// <summary>How many times it fits; <see cref="long.MaxValue"/> if it takes nothing.</summary>
    public long TimesIn(Amounts free)
    {
        var times = long.MaxValue;
        for (var i = 0; i < _slots.Length; i++)
        {
            times = Math.Min(times, Math.Max(0, free[_slots[i]]) / _amounts[i]);
        }

        return times;
    }

    /// <summary>Whether it takes some of what a bound names with more than 0.</summary>
    public bool Touches(Bound bound)
    {
        for (var i = 0; i < _slots.Length; i++)
        {
            if (bound.Names(_slots[i]) && bound[_slots[i]] > 0)
            {
                return true;
            }
        }

        return false;
    }

    public bool Touches(Need other)
    {
        foreach (var slot in other._slots)
        {
            if (Array.IndexOf(_slots, slot) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    public bool SameAs(Need other) => ReferenceEquals(this, other) || Vector.Equals(other.Vector);
}
