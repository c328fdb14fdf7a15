using System.Collections.Immutable;
using System.Reflection;
using CoScheduler.Pool;
using CoScheduler.Pool.Resources;
using CoScheduler.Pool.Roles;
using CoScheduler.Pool.State;
using Xunit;

namespace CoScheduler.Tests.Pool.State;

/// <summary>What has ended is used again, and nothing of what it was is left.</summary>
public sealed class EndedTests
{
    private static readonly Need One = new Dimensions().NeedOf(ResourceVector.Of(1000, 1 << 20));

    [Fact]
    public void Begin_OfWhatWasAnother_IsAsANewOne()
    {
        var (lot, agent) = (LotOf(1), new AgentEntry(new Dimensions(), new AgentId("b"), 2));
        var before = new AllocationEntry(new AllocationId(1), LotOf(0), new AgentEntry(new Dimensions(), new AgentId("a"), 1), Need.None, new PoolTime(1));
        foreach (var property in typeof(AllocationEntry).GetProperties().Where(property => property.SetMethod is { IsPublic: true }))
        {
            property.SetValue(before, Filled(property.PropertyType));
        }

        before.LinkOf(Lane.Agent) = new Link<AllocationEntry> { Previous = before, Next = before };
        before.LinkOf(Lane.Demand) = new Link<AllocationEntry> { Previous = before, Next = before };
        before.Begin(new AllocationId(7), lot, agent, One, new PoolTime(5));

        AssertSame(new AllocationEntry(new AllocationId(7), lot, agent, One, new PoolTime(5)), before);
    }

    [Fact]
    public void Begin_OfAnOfferThatWasAnother_IsAsANewOne()
    {
        var before = new OfferEntry(OfferOf(1), Need.None) { Touched = true };
        foreach (var lane in Enum.GetValues<Lane>())
        {
            before.LinkOf(lane) = new Link<OfferEntry> { Previous = before, Next = before };
        }

        var opened = OfferOf(2);
        before.Begin(opened, One);

        AssertSame(new OfferEntry(opened, One), before);
    }

    [Fact]
    public void TryTake_InTheSameStep_IsNone()
    {
        var forgotten = new List<string>();
        var ended = new Ended<string>(forgotten.Add);
        ended.Add("a");

        Assert.False(ended.TryTake(out _));
        ended.Begin(asked: true);
        Assert.False(ended.TryTake(out _));
        Assert.Empty(forgotten);
        ended.Begin();
        Assert.True(ended.TryTake(out var entry));
        Assert.Equal("a", entry);
        Assert.Equal(["a"], forgotten);
        Assert.False(ended.TryTake(out _));
    }

    [Fact]
    public void Begin_OfVeryMany_LetsGoOfThem()
    {
        var ended = new Ended<string>();
        Enumerable.Range(0, 5000).ToList().ForEach(i => ended.Add($"{i}"));
        ended.Begin(asked: true);
        ended.Begin();

        Assert.False(ended.TryTake(out _));
    }

    [Fact]
    public void Pool_WhereAsManyComeAsGo_UsesThemAgain()
    {
        var pool = new ResourcePool();
        var framework = new FrameworkId("f");
        pool.Step(new PoolTime(0), new RegisterAgent(new AgentId("a"), ResourceVector.Of(2000, 1 << 30), ImmutableSortedDictionary<string, string>.Empty));
        pool.Step(new PoolTime(0), new RegisterFramework(framework, "f", [RoleName.Root], Defaults.FrameworkFailover));
        var terms = DemandTerms.Of(new RoleName("default"), ResourceVector.Of(1000, 1 << 20), DemandMode.Firm);
        pool.Step(new PoolTime(0), new SetDemand(framework, new DemandClass("c"), 1, 2, terms));
        var seen = new HashSet<AllocationEntry>(pool.State.Allocations.Values);

        for (var i = 1; i <= 20; i++)
        {
            var task = new TaskId($"t{i}");
            pool.Step(new PoolTime(i), new LaunchTask(framework, new AllocationId(i), task, "p"));
            pool.Step(new PoolTime(i), new TaskReported(task, new TaskReport(TaskCondition.Exited, 0, null)));
            seen.UnionWith(pool.State.Allocations.Values);
            Assert.Empty(Invariants.Check(pool));
        }

        Assert.InRange(seen.Count, 3, 4);
    }

    private static void AssertSame<T>(T made, T before) =>
        Assert.All(typeof(T).GetFields(BindingFlags.Instance | BindingFlags.NonPublic), field => Assert.Equal(field.GetValue(made), field.GetValue(before)));

    private static OfferOpened OfferOf(long id) =>
        new(new OfferId(id), new FrameworkId("f"), new DemandClass("c"), new RoleName("default"), new AgentId("a"), One.Vector, 1, ResourceVector.Empty, new PoolTime(id), false);

    private static Lot LotOf(long number) =>
        new(number, new DemandKey(new FrameworkId("f"), new DemandClass("c")), DemandTerms.Of(new RoleName("default"), One.Vector, DemandMode.Firm), number, new RoleTree(new Dimensions(), QuotaTree.Default).Root);

    private static object? Filled(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(string) ? "filled"
            : type == typeof(bool) ? true
            : type == typeof(PoolTime) ? new PoolTime(99)
            : type == typeof(TaskId) ? new TaskId("filled")
            : type == typeof(Need) ? One
            : type.IsEnum ? Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1)
            : type == typeof(ReservationEntry) ? null
            : throw new ArgumentOutOfRangeException(nameof(type), type.Name);
    }
}
