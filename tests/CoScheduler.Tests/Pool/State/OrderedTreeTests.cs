using CoScheduler.Pool.State;
using CsCheck;
using Xunit;

namespace CoScheduler.Tests.Pool.State;

/// <summary>A tree of things that are linked through themselves is as a sorted set of them, and as low as it should be.</summary>
public sealed class OrderedTreeTests
{
    [Fact]
    public void Tree_OfAnyHistory_IsAsASortedSet() =>
        Gen.Int[0, 99].Array[1, 300].Sample(
            moves =>
            {
                var items = Enumerable.Range(0, 100).Select(key => new Item(key)).ToArray();
                var (tree, sorted) = (new OrderedTree<Item>(ByKey.Instance), new SortedSet<Item>(ByKey.Instance));
                foreach (var move in moves)
                {
                    var item = items[move];
                    if (sorted.Contains(item))
                    {
                        Assert.False(tree.Add(item));
                        Assert.True(tree.Remove(item));
                        sorted.Remove(item);
                    }
                    else
                    {
                        Assert.False(tree.Remove(item));
                        Assert.True(tree.Add(item));
                        sorted.Add(item);
                    }

                    Assert.Equal(sorted, tree);
                    Assert.Equal(sorted.Count, tree.Count);
                    Assert.Equal((sorted.Min, sorted.Max), (tree.First, tree.Last));
                    Assert.All(items, each => Assert.Equal(sorted.Contains(each) ? each : null, tree.Find(new Item(each.Key))));
                    Assert.All(sorted, each => Assert.True(IsBalanced(each)));
                    Assert.All(sorted.Zip(sorted.Skip(1)), pair => Assert.True(pair.First.After == pair.Second && pair.Second.Before == pair.First));
                    Assert.All(items.Except(sorted), each => Assert.True(each is { Left: null, Right: null, Before: null, After: null, Height: 0 }));
                }
            },
            iter: 200);

    [Fact]
    public void Remove_WhatChangedItsPlace_Throws()
    {
        var tree = new OrderedTree<Item>(ByKey.Instance);
        var items = Enumerable.Range(0, 8).Select(key => new Item(key)).ToList();
        items.ForEach(item => tree.Add(item));
        items[0].Key = 100;

        Assert.Throws<InvalidOperationException>(() => tree.Remove(items[0]));
    }

    private static bool IsBalanced(Item item)
    {
        var (left, right) = (item.Left?.Height ?? 0, item.Right?.Height ?? 0);
        return Math.Abs(left - right) <= 1 && item.Height == 1 + Math.Max(left, right);
    }

    private sealed class Item(int key) : Ordered<Item>
    {
        public int Key { get; set; } = key;
    }

    private sealed class ByKey : IComparer<Item>
    {
        public static readonly ByKey Instance = new();

        public int Compare(Item? x, Item? y) => x!.Key.CompareTo(y!.Key);
    }
}
