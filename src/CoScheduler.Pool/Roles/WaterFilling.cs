namespace CoScheduler.Pool.Roles;

/// <summary>One of those who share an amount of one resource.</summary>
/// <param name="Name">Breaks ties.</param>
/// <param name="Want">What it wants, within its limit.</param>
/// <param name="Guarantee">What it is guaranteed, or what its kept allocations take where its guarantee doesn't say.</param>
/// <param name="Unlent">What of its guarantee it wants neither itself nor lends.</param>
/// <param name="Cap">What it may have at most.</param>
/// <param name="Weight">Its part of the surplus.</param>
internal readonly record struct Sharer(string Name, long Want, long Guarantee, long Unlent, long Cap, int Weight);

/// <summary>Shares one resource among siblings: guarantees first, the surplus by weight. Exact, whatever the order of the sharers.</summary>
internal static class WaterFilling
{
    private const int MostPasses = 8;

    /// <summary>What each is due, in the order in which they were given.</summary>
    public static long[] Fill(long capacity, Sharer[] sharers) => Fill(capacity, sharers, sharers.Length);

    /// <summary>What each of the first so many is due.</summary>
    public static long[] Fill(long capacity, Sharer[] sharers, int count)
    {
        var due = new long[count];
        Int128 firm = 0, unlent = 0;
        for (var i = 0; i < due.Length; i++)
        {
            due[i] = Math.Min(sharers[i].Want, sharers[i].Guarantee);
            firm += due[i];
            unlent += sharers[i].Unlent;
        }

        if (firm >= capacity)
        {
            return Split(capacity, due, i => sharers[i].Name);
        }

        Pour((long)Int128.Max(0, capacity - firm - unlent), due, sharers);
        return due;
    }

    /// <summary>Pours the surplus by weight; who wants less than its part leaves the rest to the others.</summary>
    private static void Pour(long surplus, long[] due, Sharer[] sharers)
    {
        var open = new List<int>(due.Length);
        var room = new long[due.Length];
        long weights = 0;
        for (var i = 0; i < due.Length; i++)
        {
            room[i] = Math.Max(0, Math.Min(sharers[i].Want, sharers[i].Cap) - due[i]);
            if (sharers[i].Weight > 0 && room[i] > 0)
            {
                open.Add(i);
                weights += sharers[i].Weight;
            }
        }

        // Whoever wants no more than its part has it, which only raises the part of the others: in few passes nobody is left who does.
        var passes = 0;
        for (var before = -1; before != open.Count && passes < MostPasses; passes++)
        {
            before = open.Count;
            (surplus, weights) = Satisfy(surplus, weights, due, room, sharers, open);
        }

        if (passes == MostPasses)
        {
            // In this order one pass does, for it counts on what those before have left.
            open.Sort((a, b) => Compare(room[a], sharers[b].Weight, room[b], sharers[a].Weight));
            (surplus, weights) = Satisfy(surplus, weights, due, room, sharers, open);
        }

        var parts = Split(surplus, [.. open.Select(i => (long)sharers[i].Weight)], i => sharers[open[i]].Name);
        for (var i = 0; i < parts.Length; i++)
        {
            due[open[i]] += parts[i];
        }
    }

    /// <summary>Gives to each all it wants that wants no more than its part, and takes it out of those who are open.</summary>
    private static (long Surplus, long Weights) Satisfy(long surplus, long weights, long[] due, long[] room, Sharer[] sharers, List<int> open)
    {
        var kept = 0;
        for (var at = 0; at < open.Count; at++)
        {
            var i = open[at];
            if (Compare(room[i], weights, surplus, sharers[i].Weight) <= 0)
            {
                due[i] += room[i];
                surplus -= room[i];
                weights -= sharers[i].Weight;
            }
            else
            {
                open[kept++] = i;
            }
        }

        open.RemoveRange(kept, open.Count - kept);
        return (surplus, weights);
    }

    /// <summary>Compares two products of 128 bits.</summary>
    private static int Compare(long a, long x, long b, long y)
    {
        var high = Math.BigMul((ulong)a, (ulong)x, out var low);
        var otherHigh = Math.BigMul((ulong)b, (ulong)y, out var otherLow);
        return high != otherHigh ? high.CompareTo(otherHigh) : low.CompareTo(otherLow);
    }

    /// <summary>Splits in proportion; what is left over by rounding goes to the largest remainders, ties by name.</summary>
    internal static long[] Split(long amount, long[] parts, Func<int, string> nameOf)
    {
        var result = new long[parts.Length];
        var (sum, most) = ((Int128)0, 0L);
        foreach (var part in parts)
        {
            (sum, most) = (sum + part, Math.Max(most, part));
        }

        if (sum == 0)
        {
            return result;
        }

        var (left, remainders) = (amount, new Int128[parts.Length]);
        var isSmall = sum <= long.MaxValue && amount <= long.MaxValue / most;
        for (var i = 0; i < parts.Length; i++)
        {
            if (isSmall)
            {
                (result[i], remainders[i]) = Math.DivRem(amount * parts[i], (long)sum);
            }
            else
            {
                var (quotient, remainder) = Int128.DivRem((Int128)amount * parts[i], sum);
                (result[i], remainders[i]) = ((long)quotient, remainder);
            }

            left -= result[i];
        }

        if (left > 0)
        {
            Round((int)left, remainders, nameOf, result);
        }

        return result;
    }

    /// <summary>One more for each of so many with the largest remainders.</summary>
    private static void Round(int count, Int128[] remainders, Func<int, string> nameOf, long[] result)
    {
        var sorted = remainders.AsSpan().ToArray();
        Array.Sort(sorted);
        var least = sorted[^count];
        var ties = new List<int>();
        for (var i = 0; i < remainders.Length; i++)
        {
            if (remainders[i] > least)
            {
                result[i]++;
                count--;
            }
            else if (remainders[i] == least)
            {
                ties.Add(i);
            }
        }

        ties.Sort((a, b) => string.CompareOrdinal(nameOf(a), nameOf(b)));
        foreach (var i in ties.Take(count))
        {
            result[i]++;
        }
    }
}
