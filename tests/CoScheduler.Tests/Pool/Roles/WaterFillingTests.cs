using CoScheduler.Pool;
using CoScheduler.Pool.Roles;
using CsCheck;
using Xunit;

namespace CoScheduler.Tests.Pool.Roles;

public sealed class WaterFillingTests
{
    private static readonly Gen<Sharer[]> Sharers =
        Gen.Select(Gen.Long[0, 1000], Gen.Long[0, 500], Gen.Long[0, 100], Gen.Long[0, 1500], Gen.Int[0, 5])
            .Select((want, guarantee, unlent, room, weight) => new Sharer("", Math.Min(want, guarantee + room), guarantee, want < guarantee ? Math.Min(unlent, guarantee - want) : 0, guarantee + room, weight))
            .Array[1, 8]
            .Select(sharers => sharers.Select((sharer, i) => sharer with { Name = $"r{i}" }).ToArray());

    [Fact]
    public void Fill_SurplusByWeight_GoesThreeToOne() =>
        Assert.Equal([75, 25], WaterFilling.Fill(100, [Wants("a", 1000, 0, 3), Wants("b", 1000, 0, 1)]));

    [Fact]
    public void Fill_GuaranteesFirst_ThenTheRest() =>
        Assert.Equal([40, 60], WaterFilling.Fill(100, [Wants("a", 40, 40, 3), Wants("b", 1000, 10, 1)]));

    [Fact]
    public void Fill_LessThanGuarantees_SplitsInProportion() =>
        Assert.Equal([20, 30], WaterFilling.Fill(50, [Wants("a", 100, 40, 1), Wants("b", 100, 60, 1)]));

    [Fact]
    public void Fill_IndivisibleRest_GoesToTheFirstName() =>
        Assert.Equal([33, 34, 33], WaterFilling.Fill(100, [Wants("b", 1000, 0, 1), Wants("a", 1000, 0, 1), Wants("c", 1000, 0, 1)]));

    [Fact]
    public void Fill_NoWeight_GetsNoSurplus() =>
        Assert.Equal([10, 50], WaterFilling.Fill(100, [Wants("a", 1000, 10, 0), Wants("b", 50, 0, 1)]));

    [Fact]
    public void Fill_HugeAmounts_AreExact() =>
        Assert.Equal(
            [3074457345618258602, 6148914691236517204],
            WaterFilling.Fill(long.MaxValue - 1, [Wants("a", long.MaxValue, 0, 1), Wants("b", long.MaxValue, 0, 2)]));

    [Fact]
    public void Fill_AnyOrder_GivesEachTheSame() =>
        Gen.Select(Sharers, Gen.Long[0, 3000], Gen.Int[0, 100]).Sample((sharers, capacity, turn) =>
        {
            var turned = sharers.Skip(turn % sharers.Length).Concat(sharers.Take(turn % sharers.Length)).Reverse().ToArray();

            var due = sharers.Zip(WaterFilling.Fill(capacity, sharers)).ToDictionary(pair => pair.First.Name, pair => pair.Second);
            var dueTurned = turned.Zip(WaterFilling.Fill(capacity, turned)).ToDictionary(pair => pair.First.Name, pair => pair.Second);

            Assert.Equal(due.OrderBy(pair => pair.Key), dueTurned.OrderBy(pair => pair.Key));
        });

    [Fact]
    public void Fill_TheLevelRisesByOneAtATime_GivesTheSameAsWithTheLeastFirst()
    {
        const long capacity = 1_000_000_000_000;
        var ascending = new Sharer[40];
        long left = capacity, before = 0;
        for (var i = 0; i < ascending.Length; i++)
        {
            // Above what was each one's part before the last was served, and below what is now.
            var level = left / (ascending.Length - i);
            ascending[i] = Wants($"s{i:D2}", i == ascending.Length - 1 ? long.MaxValue : (before + level) / 2, 0, 1);
            (left, before) = (left - ascending[i].Want, level);
        }

        var due = WaterFilling.Fill(capacity, ascending);
        Sharer[] descending = [.. ascending.Reverse()];

        Assert.Equal(ascending.SkipLast(1).Select(sharer => sharer.Want), due.SkipLast(1));
        Assert.Equal(capacity, due.Sum());
        Assert.Equal(due.Reverse(), WaterFilling.Fill(capacity, descending));
    }

    [Fact]
    public void Fill_Any_NeverGivesMoreThanThereIsOrIsWanted() =>
        Gen.Select(Sharers, Gen.Long[0, 3000]).Sample((sharers, capacity) =>
        {
            var due = WaterFilling.Fill(capacity, sharers);

            Assert.True(due.Sum() <= capacity);
            Assert.All(sharers.Zip(due), pair => Assert.InRange(pair.Second, 0, pair.First.Want));
            var unlent = sharers.Sum(sharer => sharer.Unlent);
            var isWanted = sharers.Where(sharer => sharer.Weight > 0).Zip(due).Any();
            var wantMore = sharers.Zip(due).Any(pair => pair.First.Weight > 0 && pair.Second < pair.First.Want);
            Assert.True(!isWanted || !wantMore || due.Sum() >= capacity - unlent);
        });

    private static Sharer Wants(string name, long want, long guarantee, int weight) => new(name, want, guarantee, 0, ResourceVector.Unlimited, weight);
}
