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
    /// <summary>What each is due, in the order in which they were given.</summary>
    public static long[] Fill(long capacity, IReadOnlyList<Sharer> sharers)
    {
        var due = new long[sharers.Count];
        Int128 firm = 0, unlent = 0;
        for (var i = 0; i < due.Length; i++)
        {
            due[i] = Math.Min(sharers[i].Want, sharers[i].Guarantee);
            firm += due[i];
            unlent += sharers[i].Unlent;
        }

        if (firm >= capacity)
        {
            return Split(capacity, due, sharers);
        }

        Pour((long)Int128.Max(0, capacity - firm - unlent), due, sharers);
        return due;
    }

    /// <summary>Pours the surplus by weight; who wants less than its part leaves the rest to the others.</summary>
    private static void Pour(long surplus, long[] due, IReadOnlyList<Sharer> sharers)
    {
        var open = new List<int>();
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

        open.Sort((a, b) =>
        {
            var order = Compare(room[a], sharers[b].Weight, room[b], sharers[a].Weight);
            return order != 0 ? order : string.CompareOrdinal(sharers[a].Name, sharers[b].Name);
        });

        var next = 0;
        for (; next < open.Count && (Int128)room[open[next]] * weights <= (Int128)surplus * sharers[open[next]].Weight; next++)
        {
            due[open[next]] += room[open[next]];
            surplus -= room[open[next]];
            weights -= sharers[open[next]].Weight;
        }

        var rest = open.Skip(next).ToList();
        var parts = Split(surplus, [.. rest.Select(i => (long)sharers[i].Weight)], [.. rest.Select(i => sharers[i])]);
        for (var i = 0; i < rest.Count; i++)
        {
            due[rest[i]] += parts[i];
        }
    }

    /// <summary>Compares two products of 128 bits.</summary>
    private static int Compare(long a, int x, long b, int y)
    {
        var high = Math.BigMul((ulong)a, (ulong)x, out var low);
        var otherHigh = Math.BigMul((ulong)b, (ulong)y, out var otherLow);
        return high != otherHigh ? high.CompareTo(otherHigh) : low.CompareTo(otherLow);
    }

    /// <summary>Splits in proportion; what is left over by rounding goes to the largest remainders, ties by name.</summary>
    internal static long[] Split(long amount, long[] parts, IReadOnlyList<Sharer> sharers)
    {
        var result = new long[parts.Length];
        var sum = parts.Aggregate((Int128)0, (total, part) => total + part);
        if (sum == 0)
        {
            return result;
        }

        var left = amount;
        var remainders = new Int128[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            result[i] = (long)((Int128)amount * parts[i] / sum);
            remainders[i] = (Int128)amount * parts[i] % sum;
            left -= result[i];
        }

        var order = Enumerable.Range(0, parts.Length).OrderByDescending(i => remainders[i]).ThenBy(i => sharers[i].Name, StringComparer.Ordinal);
        foreach (var i in order.Take((int)left))
        {
            result[i]++;
        }

        return result;
    }
}
