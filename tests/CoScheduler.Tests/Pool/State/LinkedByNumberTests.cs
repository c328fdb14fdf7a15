using CoScheduler.Pool.State;
using CsCheck;
using Xunit;

namespace CoScheduler.Tests.Pool.State;

/// <summary>What is linked by its number is as a sorted list of it, in each of its lists.</summary>
public sealed class LinkedByNumberTests
{
    [Fact]
    public void List_OfAnyHistory_IsAsASortedOne() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 19]).Array[1, 100].Sample(
            moves =>
            {
                var items = Enumerable.Range(0, 20).Select(number => new Item(number)).ToArray();
                var lists = Enum.GetValues<Lane>().Select(lane => (List: new LinkedByNumber<Item>(lane), Sorted: new SortedSet<Item>(ByNumber))).ToArray();
                foreach (var (lane, number) in moves)
                {
                    var ((list, sorted), item) = (lists[lane], items[number]);
                    if (sorted.Remove(item))
                    {
                        list.Remove(item);
                    }
                    else
                    {
                        list.Add(item);
                        sorted.Add(item);
                    }

                    Assert.All(lists, each => AssertSame(each.Sorted, each.List));
                }
            },
            iter: 200);

    private static readonly Comparer<Item> ByNumber = Comparer<Item>.Create((x, y) => x.Number.CompareTo(y.Number));

    private static void AssertSame(SortedSet<Item> sorted, LinkedByNumber<Item> list)
    {
        Assert.Equal(sorted, list);
        Assert.Equal((sorted.Count, sorted.Min, sorted.Max), (list.Count, list.First, list.Last));
        Assert.All(sorted.Zip(sorted.Skip(1)), pair => Assert.True(list.Next(pair.First) == pair.Second && list.Previous(pair.Second) == pair.First));
    }

    private sealed class Item(long number) : Numbered<Item>
    {
        private readonly Link<Item>[] _links = new Link<Item>[3];

        public override long Number => number;

        public override ref Link<Item> LinkOf(Lane lane) => ref _links[(int)lane];
    }
}
