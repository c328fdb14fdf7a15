using CoScheduler.Pool.State;
using CsCheck;
using Xunit;

namespace CoScheduler.Tests.Pool.State;

/// <summary>A table by number is as a sorted one would be, whatever comes and goes.</summary>
public sealed class IdTableTests
{
    [Fact]
    public void Table_OfAnyHistory_IsAsASortedOne() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[1, 700]).Array[1, 200].Sample(
            moves =>
            {
                var (table, sorted, last) = (new IdTable<string>(), new SortedDictionary<long, string>(), 0L);
                foreach (var (kind, number) in moves)
                {
                    if (kind > 0)
                    {
                        last += number;
                        table.Add(last, $"n{last}");
                        sorted.Add(last, $"n{last}");
                    }
                    else if (sorted.Count > 0)
                    {
                        var gone = sorted.Keys.ElementAt(number % sorted.Count);
                        table.Remove(gone);
                        table.Remove(gone);
                        sorted.Remove(gone);
                        Assert.Null(table.Find(gone));
                    }

                    Assert.Equal(sorted.Count, table.Count);
                    Assert.Equal(sorted.Values, table.Values);
                    Assert.All(sorted, pair => Assert.True(table[pair.Key] == pair.Value && table.ContainsKey(pair.Key) && table.TryGetValue(pair.Key, out _)));
                }

                Assert.Null(table.Find(last + 1));
                Assert.Null(table.Find(-1));
                Assert.Throws<KeyNotFoundException>(() => table[last + 1000]);
            },
            iter: 100);

    [Fact]
    public void Add_LowerThanAll_IsBeforeThem()
    {
        var table = new IdTable<string>();
        table.Add(5000, "late");
        table.Add(3, "early");

        Assert.Equal(["early", "late"], table.Values);
        Assert.Throws<ArgumentException>(() => table.Add(3, "again"));
    }
}
