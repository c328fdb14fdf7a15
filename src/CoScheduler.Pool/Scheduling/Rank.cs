using CoScheduler.Pool.Resources;

namespace CoScheduler.Pool.Scheduling;

/// <summary>Who is before whom among siblings: inside the guarantee first, then by dominant share over weight.</summary>
internal readonly record struct Rank(bool Covered, ulong Share, int Weight)
{
    public bool Before(Rank other)
    {
        if (Covered != other.Covered)
        {
            return Covered;
        }

        // Without weight, last.
        return (Weight == 0) != (other.Weight == 0)
            ? Weight > 0
            : Share * (ulong)Math.Max(1, other.Weight) < other.Share * (ulong)Math.Max(1, Weight);
    }

    /// <summary>
    /// The dominant share in parts of 2^32, of the capacity. Amounts are cut to 31 bits of the capacity's, so that one division of
    /// 64 bits does; with a weight of up to 2^20 the products that are compared stay below 2^64.
    /// </summary>
    /// <param name="used">What is used.</param>
    /// <param name="capacity">What it is a share of.</param>
    /// <param name="above">Counts only what is used above it; null counts all.</param>
    public static ulong DominantShare(Amounts used, Amounts capacity, Bound? above = null)
    {
        var share = 0UL;
        var values = used.Values;
        for (var slot = 0; slot < values.Length; slot++)
        {
            var value = values[slot] - (above?[slot] ?? 0);
            if (value > 0 && capacity[slot] is var all and > 0)
            {
                var shift = Math.Max(0, 33 - System.Numerics.BitOperations.LeadingZeroCount((ulong)all));
                var part = Math.Min((ulong)value >> shift, uint.MaxValue);
                share = Math.Max(share, (part << 32) / ((ulong)all >> shift));
            }
        }

        return Math.Min(share, 1UL << 43);
    }
}
