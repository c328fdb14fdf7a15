namespace CoScheduler.Pool.Resources;

/// <summary>
/// Amounts by slot that change in place. Signed: what an agent has less than it owes is below 0. Exact, for no sum can
/// leave 64 bits: <see cref="Defaults.LargestAmount"/> bounds what an agent has, <see cref="Defaults.LargestCapacity"/> the sum.
/// </summary>
internal sealed class Amounts
{
    private long[] _values;

    public Amounts() => _values = new long[Dimensions.Common + 1];

    private Amounts(long[] values) => _values = values;

    public ReadOnlySpan<long> Values => _values;

    public long this[int slot]
    {
        get
        {
            var values = _values;
            return (uint)slot < (uint)values.Length ? values[slot] : 0;
        }

        set
        {
            if (slot >= _values.Length)
            {
                Array.Resize(ref _values, slot + 1);
            }

            _values[slot] = value;
        }
    }

    /// <summary>The sum of two, of which either may be nothing; not to be changed, for it may be one of them.</summary>
    public static Amounts? Sum(Amounts? a, Amounts? b)
    {
        if (a is null || b is null)
        {
            return a ?? b;
        }

        var sum = a.Copy();
        sum.Add(b);
        return sum;
    }

    public Amounts Copy() => new([.. _values]);

    public void Clear() => Array.Clear(_values);

    /// <summary>Becomes the same as another.</summary>
    public void Set(Amounts other)
    {
        if (_values.Length < other._values.Length)
        {
            _values = [.. other._values];
            return;
        }

        other._values.CopyTo(_values, 0);
        Array.Clear(_values, other._values.Length, _values.Length - other._values.Length);
    }

    public void Add(Need need)
    {
        var slots = need.Slots;
        var amounts = need.Values;
        for (var i = 0; i < slots.Length; i++)
        {
            this[slots[i]] += amounts[i];
        }
    }

    public void Subtract(Need need)
    {
        var slots = need.Slots;
        var amounts = need.Values;
        for (var i = 0; i < slots.Length; i++)
        {
            this[slots[i]] -= amounts[i];
        }
    }

    public void Add(Amounts other)
    {
        for (var slot = 0; slot < other._values.Length; slot++)
        {
            this[slot] += other._values[slot];
        }
    }

    public void Subtract(Amounts other)
    {
        for (var slot = 0; slot < other._values.Length; slot++)
        {
            this[slot] -= other._values[slot];
        }
    }

    /// <summary>Whether all amounts are the same.</summary>
    public bool SameAs(Amounts other)
    {
        var common = Math.Min(_values.Length, other._values.Length);
        return _values.AsSpan(0, common).SequenceEqual(other._values.AsSpan(0, common))
            && _values.AsSpan(common).IndexOfAnyExcept(0L) < 0
            && other._values.AsSpan(common).IndexOfAnyExcept(0L) < 0;
    }

    public bool AllZero => _values.AsSpan().IndexOfAnyExcept(0L) < 0;

    public bool AnyPositive
    {
        get
        {
            foreach (var value in _values)
            {
                if (value > 0)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
