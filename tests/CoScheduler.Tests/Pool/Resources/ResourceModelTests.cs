using CoScheduler.Pool;
using CoScheduler.Pool.Resources;
using CsCheck;
using Xunit;

namespace CoScheduler.Tests.Pool.Resources;

/// <summary>Amounts are as a table of names and numbers would be, whichever way they are kept and compared.</summary>
public sealed class ResourceModelTests
{
    private const long Runs = 400;

    private static readonly string[] Names = [ResourceVector.Cpus, ResourceVector.Disk, ResourceVector.Gpus, ResourceVector.Memory, ResourceVector.Ports, "licences"];

    private static readonly Gen<SortedDictionary<string, long>> Tables =
        Gen.Select(Gen.Int[0, Names.Length - 1], Gen.OneOf(Gen.Long[0, 4], Gen.Const(ResourceVector.Unlimited), Gen.Const(ResourceVector.Unlimited - 2)))
            .Array[0, 5]
            .Select(pairs =>
            {
                var table = new SortedDictionary<string, long>(StringComparer.Ordinal);
                Array.ForEach(pairs, pair => table[Names[pair.Item1]] = pair.Item2);
                return table;
            });

    private static readonly Gen<HashSet<int>> PortSets = Gen.Int[100, 112].Array[1, 8].Select(ports => ports.ToHashSet());

    [Fact]
    public void TwoTables_AreCombinedNameByName() =>
        Gen.Select(Tables, Tables).Sample(
            (a, b) =>
            {
                var (x, y) = (Vector(a), Vector(b));
                AssertSame(Each(a, b, (m, n) => n > ResourceVector.Unlimited - m ? ResourceVector.Unlimited : m + n), x.Plus(y));
                AssertSame(Each(a, b, (m, n) => m == ResourceVector.Unlimited ? m : Math.Max(0, m - n)), x.Minus(y));
                AssertSame(Each(a, b, Math.Min), x.Min(y));
                AssertSame(Each(a, b, Math.Max), x.Max(y));
                AssertSame(Each(a, b, (m, n) => m == 0 ? n : m), Names.Aggregate(x, (sum, name) => sum[name] == 0 ? sum.With(name, y[name]) : sum));
            },
            iter: Runs);

    [Fact]
    public void TwoTables_AreComparedNameByName() =>
        Gen.Select(Tables, Tables).Sample(
            (a, b) =>
            {
                var (x, y) = (Vector(a), Vector(b));
                Assert.Equal(Names.All(name => Of(a, name) <= Of(b, name)), x.FitsIn(y));
                Assert.Equal(Names.Any(name => Of(a, name) > 0 && Of(b, name) > 0), x.Touches(y));
                Assert.Equal(b.FirstOrDefault(bound => Of(a, bound.Key) > bound.Value).Key, x.FirstAbove(y));
                Assert.Equal(b.All(bound => Of(a, bound.Key) <= bound.Value), x.StaysWithin(y));
                Assert.Equal(a.Where(pair => pair.Value > Of(b, pair.Key)).Select(pair => pair.Key), x.NamesAbove(y));
                Assert.Equal(b.Where(pair => pair.Value > 0).Select(pair => Of(a, pair.Key) / pair.Value).Append(ResourceVector.Unlimited).Min(), x.TimesFitting(y));
                Assert.Equal(a.SequenceEqual(b), x.Equals(y));
                Assert.Equal(Names.All(name => Of(a, name) == 0), x.IsZero);
                Assert.Equal(Names.Select(a.ContainsKey), Names.Select(x.Names));
            },
            iter: Runs);

    [Fact]
    public void Table_IsReadAndWritten_AndMultiplied() =>
        Gen.Select(Tables, Gen.OneOf(Gen.Long[0, 4], Gen.Const(ResourceVector.Unlimited))).Sample(
            (table, times) =>
            {
                var vector = Vector(table);
                Assert.Equal(vector, ResourceVector.Parse(vector.ToString()));
                Assert.Equal(vector.GetHashCode(), ResourceVector.Parse(vector.ToString()).GetHashCode());
                Assert.Equal(table, vector.Amounts);
                AssertSame(table.ToDictionary(pair => pair.Key, pair => (long)Int128.Min((Int128)pair.Value * times, ResourceVector.Unlimited)), vector.Times(times));
                Assert.Equal(Names.Select(name => name == ResourceVector.Memory ? 7 : Of(table, name)), Names.Select(name => vector.With(ResourceVector.Memory, 7)[name]));
                Assert.False(vector.With(ResourceVector.Memory, 0).Names(ResourceVector.Memory));
            },
            iter: Runs);

    [Fact]
    public void BySlots_IsAsByNames() =>
        Gen.Select(Tables, Tables, Tables).Sample(
            (a, b, c) =>
            {
                var dimensions = new Dimensions();
                var (x, y) = (Vector(a), Vector(b));
                var (need, other, bound) = (new Need(dimensions, x), new Need(dimensions, y), new Bound(dimensions, Vector(c)));
                var free = new Amounts();
                free.Add(other);
                AssertSame(b, dimensions.VectorOf(free));
                Assert.Equal(x.FitsIn(y), need.FitsIn(free));
                Assert.Equal(y.TimesFitting(x), need.TimesIn(free));
                Assert.Equal(x.Touches(y), need.Touches(other));
                Assert.Equal(Names.Any(name => Of(a, name) > 0 && Of(c, name) > 0), need.Touches(bound));
                Assert.Equal(Names.All(name => Of(a, name) == Of(b, name)), need.IsAllOf(free));
                Assert.Equal(x.Equals(y), need.SameAs(other));
                Assert.Equal(Names.Select(c.ContainsKey), Names.Select(name => bound.Names(dimensions.SlotOf(name))));
                Assert.Equal(Names.Select(name => Of(c, name)), Names.Select(name => bound[dimensions.SlotOf(name)]));
                Assert.Equal(c.Keys, [.. bound.Slots.ToArray().Select(dimensions.NameOf)]);
                Assert.Equal(c.Any(limit => limit.Value != ResourceVector.Unlimited && Of(b, limit.Key) > limit.Value), bound.FirstAbove(free) >= 0);
                Assert.Equal(c.All(limit => limit.Value == ResourceVector.Unlimited || (Int128)Of(a, limit.Key) + Of(b, limit.Key) <= limit.Value), bound.Leaves(free, need));
                Assert.Equal(
                    c.Any(limit => limit.Value != ResourceVector.Unlimited && Of(a, limit.Key) > 0 && (Int128)Of(a, limit.Key) + Of(b, limit.Key) > limit.Value),
                    bound.FirstBroken(free, need) >= 0);
                free.Subtract(other);
                Assert.True(free.AllZero);
            },
            iter: Runs);

    [Fact]
    public void Amounts_AddAndCompareSlotBySlot() =>
        Gen.Select(Tables, Tables).Sample(
            (a, b) =>
            {
                var dimensions = new Dimensions();
                var (x, y, sum) = (new Amounts(), new Amounts(), new Amounts());
                x.Add(new Need(dimensions, Vector(a).Min(Small)));
                y.Add(new Need(dimensions, Vector(b).Min(Small)));
                sum.Add(x);
                sum.Add(y);
                AssertSame(Each(a, b, (m, n) => Math.Min(m, 9) + Math.Min(n, 9)), dimensions.VectorOf(sum));
                Assert.Equal(Names.All(name => Math.Min(Of(a, name), 9) == Math.Min(Of(b, name), 9)), x.SameAs(y));
                Assert.Equal(y.AllZero, sum.SameAs(x));
                sum.Subtract(y);
                Assert.True(sum.SameAs(x) && x.SameAs(sum) && sum.Copy().SameAs(x));
                Assert.Equal(!x.AllZero, x.AnyPositive);
                sum.Subtract(x);
                sum.Subtract(x);
                Assert.False(sum.AnyPositive);
                y.Set(x);
                Assert.True(y.SameAs(x));
                y.Clear();
                Assert.True(y.AllZero);
            },
            iter: Runs);

    [Fact]
    public void NamedPorts_AreSets() =>
        Gen.Select(PortSets, PortSets, Gen.Int[0, 9]).Sample(
            (a, b, count) =>
            {
                var (x, y) = (Ports(a), Ports(b));
                AssertPorts(a.Union(b), x.Plus(y));
                AssertPorts(a.Except(b), x.Minus(y));
                AssertPorts(a.Intersect(b), x.Min(y));
                AssertPorts(a.Order().Take(count), x.Min(Number(count)));
                AssertPorts(a.Order().Take(count), Number(count).Min(x));
                AssertPorts(a.Order().Take(Math.Max(0, a.Count - count)), x.Minus(Number(count)));
                AssertPorts(a.Count < count ? [] : a.Order().Take(count), a.Count < count ? ResourceVector.Empty : Number(count).Resolve(x));
                Assert.Equal(a.Count + (long)count, x.Plus(Number(count))[ResourceVector.Ports]);
                Assert.Equal(Math.Max(a.Count, b.Count), x.Max(y)[ResourceVector.Ports]);
                Assert.Equal(Math.Max(0, count - a.Count), Number(count).Minus(x)[ResourceVector.Ports]);
                Assert.Equal(a.IsSubsetOf(b), x.FitsIn(y));
                Assert.Equal(a.IsSubsetOf(b) ? 1 : 0, y.TimesFitting(x));
                Assert.Equal(a.SetEquals(b), x.Equals(y));
                Assert.Equal(a.Count, x.Counted()[ResourceVector.Ports]);
                Assert.Equal(x, ResourceVector.Parse(x.ToString()));
                Assert.Equal(x, x.With(ResourceVector.Cpus, 3).With(ResourceVector.Cpus, 0));
                Assert.Equal(Number(4), x.With(ResourceVector.Ports, 4));
                Assert.False(x.Equals(x.Counted()) || x.Counted().Equals(x));
            },
            iter: Runs);

    private static readonly ResourceVector Small = Names.Aggregate(ResourceVector.Empty, (all, name) => all.With(name, 9));

    private static long Of(IReadOnlyDictionary<string, long> table, string name) => table.GetValueOrDefault(name);

    private static long Of(SortedDictionary<string, long> table, string name) => table.GetValueOrDefault(name);

    private static Dictionary<string, long> Each(SortedDictionary<string, long> a, SortedDictionary<string, long> b, Func<long, long, long> of) =>
        Names.ToDictionary(name => name, name => of(Of(a, name), Of(b, name)));

    /// <summary>Named with 0 where the table says 0, as a limit of nothing is.</summary>
    private static ResourceVector Vector(SortedDictionary<string, long> table) =>
        ResourceVector.From(new SortedList<string, long>(table, StringComparer.Ordinal), null);

    private static ResourceVector Ports(IEnumerable<int> ports)
    {
        var ranges = PortRanges.Of(ports.Select(port => (port, port)));
        return ranges.Count == 0 ? ResourceVector.Empty : ResourceVector.From(new SortedList<string, long> { { ResourceVector.Ports, ranges.Count } }, ranges);
    }

    private static ResourceVector Number(int ports) => ResourceVector.Empty.With(ResourceVector.Ports, ports);

    private static void AssertPorts(IEnumerable<int> expected, ResourceVector actual) => Assert.Equal(Ports(expected), actual);

    private static void AssertSame(IReadOnlyDictionary<string, long> expected, ResourceVector actual)
    {
        Assert.Equal(Names.Select(name => Of(expected, name)), Names.Select(name => actual[name]));
        Assert.Equal(actual.Amounts.Select(amount => amount.Key).Order(StringComparer.Ordinal), actual.Amounts.Select(amount => amount.Key));
    }
}
