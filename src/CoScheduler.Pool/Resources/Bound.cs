namespace CoScheduler.Pool.Resources;

/// <summary>Bounds by slot: what is not named is not bounded. A guarantee, or what a role may have at most.</summary>
internal sealed class Bound
{
    public static readonly Bound Nothing = new(new Dimensions(), ResourceVector.Empty);

    private readonly long[] _values;
    private readonly int[] _slots;

    public Bound(Dimensions dimensions, ResourceVector vector)
    {
        Vector = vector;
        _slots = [.. vector.Amounts.Select(amount => dimensions.SlotOf(amount.Key))];
        _values = new long[dimensions.Count];
        Array.Fill(_values, -1);
        foreach (var (name, amount) in vector.Amounts)
        {
            _values[dimensions.SlotOf(name)] = amount;
        }
    }

    public ResourceVector Vector { get; }

    /// <summary>The slots that are bounded, in the order of their names.</summary>
    public ReadOnlySpan<int> Slots => _slots;

    /// <summary>The bound, or 0 where there is none.</summary>
    public long this[int slot] => Names(slot) ? _values[slot] : 0;

    public bool Names(int slot) => (uint)slot < (uint)_values.Length && _values[slot] >= 0;

    /// <summary>Whether what is used stays within with so much more.</summary>
    /// <param name="used">What is used.</param>
    /// <param name="more">What is added.</param>
    /// <param name="without">What of the used goes; null for nothing.</param>
    public bool Leaves(Amounts used, Need more, Amounts? without = null)
    {
        foreach (var slot in _slots)
        {
            var value = _values[slot];
            var left = used[slot] - (without?[slot] ?? 0);
            if (value != ResourceVector.Unlimited && (left > value || more[slot] > value - left))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The first slot of which more is asked than the bound leaves, or -1. What is not asked for breaks nothing.</summary>
    public int FirstBroken(Amounts used, Need more)
    {
        var slots = more.Slots;
        var amounts = more.Values;
        for (var i = 0; i < slots.Length; i++)
        {
            if (Names(slots[i]) && _values[slots[i]] is var value and not ResourceVector.Unlimited && (used[slots[i]] > value || amounts[i] > value - used[slots[i]]))
            {
                return slots[i];
            }
        }

        return -1;
    }

    /// <summary>The first slot of which there is more than the bound, or -1.</summary>
    public int FirstAbove(Amounts used)
    {
        foreach (var slot in _slots)
        {
            if (_values[slot] != ResourceVector.Unlimited && used[slot] > _values[slot])
            {
                return slot;
            }
        }

        return -1;
    }
}
