using CoScheduler.Embedded.DuckDb;
using CoScheduler.Pool;
using Xunit;

namespace CoScheduler.Tests.Embedded.DuckDb;

public sealed class WorkerPlannerTests
{
    private static readonly FleetRules _rules = new(SlotsPerWorker: 4, MaxWorkers: 5, IdleMilliseconds: 30_000, LastIdleMilliseconds: 600_000);

    [Fact]
    public void Plan_NothingWaitsAndNothingIsThere_WantsNothing() => AssertPlan(Plan(0), 0, 0);

    [Theory]
    [InlineData(1, 0)]
    [InlineData(4, 0)]
    [InlineData(5, 1)]
    [InlineData(12, 2)]
    [InlineData(1000, 4)]
    public void Plan_NoWorkers_AsksForTheFirstAndForWhatWouldNotFitIt(int waiting, int more) => AssertPlan(Plan(waiting), 1, more);

    [Fact]
    public void Plan_WorkersThatStart_CountAsFreeSlots()
    {
        AssertPlan(Plan(4, Starting("f", first: true)), 1, 0);
        AssertPlan(Plan(8, Starting("f", first: true), Starting("m", first: false)), 1, 1);
        AssertPlan(Plan(9, Starting("f", first: true), Starting("m", first: false)), 1, 2);
    }

    [Fact]
    public void Plan_WorkerThatLeaves_IsReplacedIfSomethingWaits()
    {
        var leaving = Starting("f", first: true) with { State = WorkerState.Leaving, Busy = 2 };

        AssertPlan(Plan(0, leaving), 0, 0);
        AssertPlan(Plan(1, leaving), 1, 0);
    }

    [Fact]
    public void Plan_BusyWorkers_AreKeptThoughNothingWaits() =>
        AssertPlan(Plan(0, Ready("f", first: true, busy: 1), Ready("m", first: false, busy: 1, idle: 0)), 1, 1);

    [Fact]
    public void Plan_IdleElasticWorker_IsGivenBackBeforeTheFirst()
    {
        var plan = Plan(0, Ready("f", first: true, idle: 40_000), Ready("m", first: false, idle: 30_000), Ready("n", first: false, idle: 29_000));

        Assert.Equal([new TaskId("m")], plan.Stop);
        Assert.Equal((1, 1, 1_000L), (plan.FirstTarget, plan.MoreTarget, plan.LookAgainAfter));
    }

    [Fact]
    public void Plan_FirstIdleForLong_IsGivenBack()
    {
        var plan = Plan(0, Ready("f", first: true, idle: 600_000));

        Assert.Equal([new TaskId("f")], plan.Stop);
        AssertPlan(plan, 0, 0);
    }

    [Fact]
    public void Plan_FirstIsGone_TheOldestStaysLongest()
    {
        var plan = Plan(0, Ready("m", first: false, idle: 60_000), Ready("n", first: false, idle: 60_000));

        Assert.Equal([new TaskId("n")], plan.Stop);
        AssertPlan(plan, 0, 1);
    }

    [Fact]
    public void Plan_BackingOff_AsksForNoMoreThanThereIs() =>
        AssertPlan(WorkerPlanner.Plan(new FleetPicture(50, [Ready("m", first: false, busy: 4)], BackingOff: true), _rules), 0, 1);

    [Theory]
    [InlineData(3, 1, 5, 2)]
    [InlineData(3, 1, 1, 1)]
    [InlineData(1, 1, 5, 0)]
    [InlineData(0, 2, 5, 0)]
    public void Take_Offer_TakesWhatIsMissingAndFits(int target, int usable, int fits, int taken) =>
        Assert.Equal(taken, WorkerPlanner.Take(target, usable, fits));

    [Fact]
    public void Choose_Workers_TakesTheLeastBusyReadyOneTheFirstBeforeOthers()
    {
        Assert.Equal("f", Choose(Ready("m", first: false), Ready("f", first: true)));
        Assert.Equal("m", Choose(Ready("m", first: false), Ready("f", first: true, busy: 1)));
        Assert.Equal("f", Choose(Starting("m", first: false), Ready("f", first: true, busy: 3)));
        Assert.Null(Choose(Ready("f", first: true, busy: 4), Ready("m", first: false) with { State = WorkerState.Leaving }));
    }

    private static string? Choose(params WorkerPicture[] workers) => WorkerPlanner.Choose(workers)?.Task.Value;

    private static FleetPlan Plan(int waiting, params WorkerPicture[] workers) => WorkerPlanner.Plan(new FleetPicture(waiting, [.. workers], BackingOff: false), _rules);

    private static void AssertPlan(FleetPlan plan, int first, int more) => Assert.Equal((first, more), (plan.FirstTarget, plan.MoreTarget));

    private static WorkerPicture Starting(string task, bool first) => new(new TaskId(task), first, WorkerState.Starting, 4, 0, 0);

    private static WorkerPicture Ready(string task, bool first, int busy = 0, long idle = 0) => new(new TaskId(task), first, WorkerState.Ready, 4, busy, idle);
}
