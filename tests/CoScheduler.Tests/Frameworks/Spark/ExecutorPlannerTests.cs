using CoScheduler.Frameworks.Spark;
using CoScheduler.Pool;
using Xunit;

namespace CoScheduler.Tests.Frameworks.Spark;

public sealed class ExecutorPlannerTests
{
    // One executor runs 4 requests at once; idle executors go after 30 s, an idle driver after 600 s; growth waits 300 ms.
    private static readonly PlanRules s_rules = new(1, 8, 4, 30_000, 600_000, 300, ResourceVector.Of(1000, 1L << 30));

    private static RoleFacts Facts(DriverPhase phase) =>
        new() { Now = 1_000_000, Waiting = 0, Running = 0, LastRequest = 1_000_000, Driver = phase };

    private static ExecutorFacts Executor(int number, ExecutorStanding standing, long? idleSince = null, int tasks = 0, int blocks = 0) =>
        new(new TaskId($"t{number}"), new AllocationId(number), standing, false, tasks, blocks, idleSince);

    [Fact]
    public void Plan_NothingAsked_WantsNothing()
    {
        var plan = ExecutorPlanner.Plan(Facts(DriverPhase.Absent) with { LastRequest = 0 }, s_rules);
        Assert.Equal((0, 0, 0, 0), (plan.DriverTarget, plan.MinimumTarget, plan.GuaranteedTarget, plan.GrowthTarget));
    }

    [Fact]
    public void Plan_FirstRequest_WantsDriverAndMinimumAtOnce()
    {
        var plan = ExecutorPlanner.Plan(Facts(DriverPhase.Absent) with { Waiting = 1 }, s_rules);
        Assert.Equal((1, 1, 0, 0), (plan.DriverTarget, plan.MinimumTarget, plan.GuaranteedTarget, plan.GrowthTarget));
    }

    [Fact]
    public void Plan_StartsFailed_WantsNothingUntilTheBackoffEnds()
    {
        var facts = Facts(DriverPhase.Absent) with { Waiting = 1, DriverBackoffUntil = 1_000_001 };
        Assert.Equal(0, ExecutorPlanner.Plan(facts, s_rules).DriverTarget);
        Assert.Equal(1, ExecutorPlanner.Plan(facts with { Now = 1_000_001 }, s_rules).DriverTarget);
    }

    [Fact]
    public void Plan_DriverStarts_AsksForNoGrowth()
    {
        var plan = ExecutorPlanner.Plan(Facts(DriverPhase.Starting) with { Waiting = 40 }, s_rules);
        Assert.Equal((1, 1, 0, 0), (plan.DriverTarget, plan.MinimumTarget, plan.GuaranteedTarget, plan.GrowthTarget));
    }

    [Fact]
    public void Plan_MoreRequestsThanSlots_Grows()
    {
        // 4 run, 6 wait: 10 requests on executors of 4 are 3 executors, the minimum included.
        var facts = Serving(1) with { Running = 4, Waiting = 6, ShortSince = 999_000 };
        Assert.Equal(2, ExecutorPlanner.Plan(facts, s_rules).GrowthTarget);
    }

    [Fact]
    public void Plan_DriverCouldUseMore_FollowsItsGauge()
    {
        var facts = Serving(1) with { Running = 1, MaxNeeded = 5, ShortSince = 999_000 };
        Assert.Equal(4, ExecutorPlanner.Plan(facts, s_rules).GrowthTarget);
    }

    [Fact]
    public void Plan_ShortForAMomentOnly_DoesNotGrow()
    {
        var facts = Serving(1) with { Running = 4, Waiting = 6, ShortSince = 999_800 };
        Assert.Equal(0, ExecutorPlanner.Plan(facts, s_rules).GrowthTarget);
    }

    [Fact]
    public void Plan_MoreThanTheMaximum_StopsThere()
    {
        var facts = Serving(1) with { Running = 4, Waiting = 400, ShortSince = 0 };
        Assert.Equal(7, ExecutorPlanner.Plan(facts, s_rules).GrowthTarget);
    }

    [Fact]
    public void Plan_GuaranteeCoversSome_AsksForThoseFirmly()
    {
        var facts = Serving(1) with { Running = 4, Waiting = 16, ShortSince = 0, Guaranteed = 1 };
        var plan = ExecutorPlanner.Plan(facts, s_rules);
        Assert.Equal((1, 3), (plan.GuaranteedTarget, plan.GrowthTarget));
    }

    [Fact]
    public void Plan_GrowthRunsAlready_IsNotAskedForAgainAsGuaranteed()
    {
        var facts = Serving(1) with
        {
            Running = 8,
            Guaranteed = 2,
            Executors = [Executor(1, ExecutorStanding.Minimum), Executor(2, ExecutorStanding.Growth)],
        };
        var plan = ExecutorPlanner.Plan(facts, s_rules);
        Assert.Equal((0, 1), (plan.GuaranteedTarget, plan.GrowthTarget));
    }

    [Fact]
    public void Plan_OfferLargerThanNeeded_TakesWhatPendingWorkCanUse()
    {
        var facts = Serving(1) with { Running = 4, Waiting = 6, ShortSince = 0, Offers = [Offer(1, 5), Offer(2, 5)] };
        var plan = ExecutorPlanner.Plan(facts, s_rules);
        Assert.Equal([new OfferAnswer(new OfferId(1), 2), new OfferAnswer(new OfferId(2), 0)], plan.Answers);
    }

    [Fact]
    public void Plan_OfferTooSmall_Declines()
    {
        var offer = new OfferFacts(new OfferId(1), ResourceVector.Of(1000, 1L << 29));
        var facts = Serving(1) with { Running = 4, Waiting = 6, ShortSince = 0, Offers = [offer] };
        Assert.Equal([new OfferAnswer(new OfferId(1), 0)], ExecutorPlanner.Plan(facts, s_rules).Answers);
    }

    [Fact]
    public void Plan_ExecutorsIdle_LetsElasticOnesGoAndKeepsTheMinimum()
    {
        var facts = Serving(0) with
        {
            Executors =
            [
                Executor(1, ExecutorStanding.Minimum, idleSince: 0),
                Executor(2, ExecutorStanding.Guaranteed, idleSince: 0),
                Executor(3, ExecutorStanding.Growth, idleSince: 0),
                Executor(4, ExecutorStanding.Growth, idleSince: 999_999),
            ],
        };
        Assert.Equal([new TaskId("t3"), new TaskId("t2")], ExecutorPlanner.Plan(facts, s_rules).LetGo);
    }

    [Fact]
    public void Plan_IdleOnesAreStillWanted_KeepsThem()
    {
        var facts = Serving(0) with
        {
            Running = 5,
            Executors = [Executor(1, ExecutorStanding.Minimum, idleSince: 0), Executor(2, ExecutorStanding.Growth, idleSince: 0)],
        };
        Assert.Empty(ExecutorPlanner.Plan(facts, s_rules).LetGo);
    }

    [Fact]
    public void Plan_OneOfTwoIdleMustGo_LetsTheOneWithoutBlocksGo()
    {
        var facts = Serving(0) with
        {
            Running = 5,
            Executors =
            [
                Executor(1, ExecutorStanding.Minimum, tasks: 1),
                Executor(2, ExecutorStanding.Growth, idleSince: 0, blocks: 3),
                Executor(3, ExecutorStanding.Growth, idleSince: 10),
            ],
        };
        Assert.Equal([new TaskId("t3")], ExecutorPlanner.Plan(facts, s_rules).LetGo);
    }

    [Fact]
    public void Plan_DriverIdleTooLong_LetsAllGo()
    {
        var facts = Serving(1) with { LastRequest = 400_000 };
        var plan = ExecutorPlanner.Plan(facts, s_rules);
        Assert.True(plan.LetDriverGo);
        Assert.Equal((0, 0), (plan.DriverTarget, plan.MinimumTarget));
        Assert.Equal([new TaskId("t1")], plan.LetGo);
    }

    [Fact]
    public void Plan_DriverLeavesAndRequestsWait_WantsTheNextOne()
    {
        var plan = ExecutorPlanner.Plan(Facts(DriverPhase.Leaving) with { Waiting = 1 }, s_rules);
        Assert.Equal(1, plan.DriverTarget);
        Assert.False(plan.LetDriverGo);
    }

    [Fact]
    public void Plan_ExecutorsDiffer_ReportsWhatLosingEachWouldCost()
    {
        var facts = Serving(0) with
        {
            Executors =
            [
                Executor(1, ExecutorStanding.Minimum, tasks: 2, blocks: 1),
                Executor(2, ExecutorStanding.Growth, blocks: 1, idleSince: 999_999),
                Executor(3, ExecutorStanding.Growth, idleSince: 999_999),
            ],
        };
        Assert.Equal(
            [
                KeyValuePair.Create(new AllocationId(1), LossCost.Work),
                KeyValuePair.Create(new AllocationId(2), LossCost.Cache),
                KeyValuePair.Create(new AllocationId(3), LossCost.Nothing),
            ],
            ExecutorPlanner.Plan(facts, s_rules).Costs);
    }

    private static RoleFacts Serving(int minimum) => Facts(DriverPhase.Serving) with
    {
        Executors = [.. Enumerable.Range(1, minimum).Select(number => Executor(number, ExecutorStanding.Minimum, tasks: 1))],
    };

    private static OfferFacts Offer(int id, int executors) => new(new OfferId(id), ResourceVector.Of(executors * 1000, executors * (1L << 30)));
}
