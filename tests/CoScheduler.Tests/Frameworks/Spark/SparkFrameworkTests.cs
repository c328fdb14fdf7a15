using CoScheduler.Pool;
using CoScheduler.Tests.Master;
using Xunit;

namespace CoScheduler.Tests.Frameworks.Spark;

public sealed class SparkFrameworkTests
{
    [Fact]
    public async Task Enter_FirstRequest_StartsTheDriverAndItsExecutorOnceItCanRegister()
    {
        await using var spark = await SparkOnTestMaster.StartAsync();
        spark.Queue.Enter();
        var watch = await spark.StartDriverAsync();
        await spark.UntilAsync(() => spark.Snapshot.Allocations.Count == 2, "the gang's grants");
        Assert.Empty(spark.Launches("executor"));

        watch.Register();
        await spark.UntilAsync(() => spark.Launches("executor").Count == 1, "the executor's launch");
        Assert.Equal(watch.Driver.Value, spark.Launches("executor")[0].Order.Spec.Labels["driver"]);
    }

    [Fact]
    public async Task Enter_DriverServes_GetsAPlaceOnIt()
    {
        await using var spark = await SparkOnTestMaster.StartAsync();
        var ticket = spark.Queue.Enter();
        var watch = await spark.ServeAsync();
        var answer = await ticket.Answer.WaitAsync(TestMaster.Cancellation);
        Assert.Same(watch.Serving, answer.Lease!.Driver);
        Assert.Equal((0, 1), spark.Queue.Count);
        ticket.Leave();
        Assert.Equal((0, 0), spark.Queue.Count);
    }

    [Fact]
    public async Task Enter_MoreThanSlots_GrowsByOffersAndDeclinesWhatIsNotNeeded()
    {
        await using var spark = await SparkOnTestMaster.StartAsync(settings: "spark.coscheduler.slotsPerCpu 1");
        spark.Queue.Enter();
        var watch = await spark.ServeAsync();
        spark.Queue.Enter();

        // Two requests on one slot each: one more executor, though the offer holds two.
        await spark.UntilAsync(() => spark.Launches("executor").Count == 2, "growth by one");

        // The launch is ordered before the framework's own picture shows it.
        await spark.UntilAsync(() => spark.Framework.Views["default"].Executors.Any(executor => executor.Standing == "growth"), "the framework's picture of it");
        Assert.Equal((0, 1), (spark.Framework.Views["default"].Waiting - 1, spark.Framework.Views["default"].Executors.Count(executor => executor.Standing == "growth")));
        watch.Sample(spark.Launches("executor").Select(SparkOnTestMaster.ExecutorId));
        await spark.UntilAsync(() => spark.Queue.Count == (0, 2), "a place for each");
        await spark.UntilAsync(() => spark.Snapshot.Offers.IsEmpty, "no offer left unanswered");
        Assert.Equal(2, spark.Launches("executor").Count);
    }

    [Fact]
    public async Task Executors_IdleAndNotNeeded_AreLetGoAndTheMinimumStays()
    {
        await using var spark = await SparkOnTestMaster.StartAsync(settings: "spark.coscheduler.slotsPerCpu 1");
        var tickets = new[] { spark.Queue.Enter(), spark.Queue.Enter() };
        var watch = await spark.ServeAsync();
        await spark.UntilAsync(() => spark.Launches("executor").Count == 2, "growth");
        watch.Sample(spark.Launches("executor").Select(SparkOnTestMaster.ExecutorId));
        await spark.UntilAsync(() => spark.Queue.Count == (0, 2), "a place for each");
        Array.ForEach(tickets, ticket => ticket.Leave());
        await spark.UntilAsync(() => spark.Framework.Views["default"].Executors is [{ Standing: "minimum" }], "the end of the idle one");
        Assert.NotNull(spark.Framework.Views["default"].Driver);
    }

    [Fact]
    public async Task Driver_NoRequestForLong_IsLetGoWithItsExecutors()
    {
        await using var spark = await SparkOnTestMaster.StartAsync(settings: "spark.coscheduler.driver.idle 20s");
        var ticket = spark.Queue.Enter();
        var watch = await spark.ServeAsync();
        ticket.Leave();
        await spark.UntilAsync(() => spark.Snapshot.Allocations.IsEmpty, "an empty pool");
        Assert.True(watch.Disposed);
        Assert.All(spark.Snapshot.Demands, demand => Assert.Equal(0, demand.Target));
    }

    [Fact]
    public async Task Driver_Ends_LosesItsRequestsAndItsExecutorsGo()
    {
        await using var spark = await SparkOnTestMaster.StartAsync();
        var ticket = spark.Queue.Enter();
        var watch = await spark.ServeAsync();
        spark.Master.Substrate.Exits("a", watch.Driver, 137);
        await spark.UntilAsync(() => watch.Serving.Lost.IsCancellationRequested, "the loss to be told");
        ticket.Leave();
        await spark.UntilAsync(() => spark.Framework.Views["default"].Executors.IsEmpty, "the end of its executors");
    }

    [Fact]
    public async Task Driver_FailsToStart_IsTriedAgainEverLaterAndThenFailsWhatWaits()
    {
        await using var spark = await SparkOnTestMaster.StartAsync();
        var ticket = spark.Queue.Enter();
        for (var i = 0; i < 4; i++)
        {
            var watch = await spark.StartDriverAsync();
            spark.Master.Substrate.Logs[watch.Driver] = "Exception: port in use\n\tat some.Frame\n";
            spark.Master.Substrate.Exits("a", watch.Driver, 1);
        }

        await spark.UntilAsync(() => ticket.Answer.IsCompleted, "an answer");
        var error = (await ticket.Answer).Error!;
        Assert.Equal("driver_failed", error.Code);
        Assert.Contains("exit code 1", error.Detail, StringComparison.Ordinal);
        Assert.Contains("port in use", error.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("some.Frame", error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Driver_TakesTooLong_IsStoppedAndCountsAsFailed()
    {
        await using var spark = await SparkOnTestMaster.StartAsync();
        var ticket = spark.Queue.Enter();
        await spark.StartDriverAsync();
        await spark.UntilAsync(() => spark.Framework.Views["default"].LastFailure is not null, "the failure");
        Assert.Contains("took no queries", spark.Framework.Views["default"].LastFailure, StringComparison.Ordinal);
        Assert.False(ticket.Answer.IsCompleted);
    }

    [Fact]
    public async Task Enter_NoAgentCouldEverHostTheDriver_FailsAtOnce()
    {
        await using var spark = await SparkOnTestMaster.StartAsync(settings: "spark.driver.memory 64g");
        await spark.UntilAsync(() => !spark.Snapshot.Agents.IsEmpty, "the agent");
        var ticket = spark.Queue.Enter();
        await spark.UntilAsync(() => ticket.Answer.IsCompleted, "an answer");
        Assert.Equal("no_agent_fits", (await ticket.Answer).Error!.Code);
    }

    [Fact]
    public async Task Enter_OfAnotherDriver_IsLost()
    {
        await using var spark = await SparkOnTestMaster.StartAsync();
        var ticket = spark.Queue.Enter(new TaskId("spark-driver-of-yesterday"));
        await spark.UntilAsync(() => ticket.Answer.IsCompleted, "an answer");
        Assert.Equal("driver_lost", (await ticket.Answer).Error!.Code);
    }

    [Fact]
    public async Task Restart_DriverRuns_IsAdoptedAndItsRequestGetsItsPlaceBack()
    {
        var journal = new MemoryJournal();
        FakeWatch before;
        Launched executor;
        await using (var first = await SparkOnTestMaster.StartAsync(journal))
        {
            first.Queue.Enter();
            before = await first.ServeAsync();
            executor = Assert.Single(first.Launches("executor"));
        }

        var running = new[] { before.Driver, executor.Task }.Select(task => RecordingSubstrate.Observed("a", task, TaskCondition.Running));
        await using var second = await SparkOnTestMaster.StartAsync(journal, running: [.. running]);
        var ticket = second.Queue.Enter(before.Driver);
        var watch = second.Watcher.Watches.Single();
        Assert.Equal(before.Driver, watch.Driver);
        watch.Register();
        watch.Serve();
        watch.Sample([SparkOnTestMaster.ExecutorId(executor)]);
        await second.UntilAsync(() => ticket.Answer.IsCompleted, "its place");
        Assert.Equal(before.Driver, (await ticket.Answer).Lease!.Driver.Task);
        Assert.Empty(second.Launches("driver"));
    }

    [Fact]
    public async Task Reclaim_OfAnExecutor_TakesItFromTheSlots()
    {
        await using var spark = await SparkOnTestMaster.StartAsync(settings: "spark.coscheduler.slotsPerCpu 1", substrate: new RecordingSubstrate());
        spark.Queue.Enter();
        spark.Queue.Enter();
        var driver = await spark.StartDriverAsync();
        spark.Master.Substrate.Runs("a", driver.Driver);
        driver.Register();
        await spark.UntilAsync(() => spark.Launches("executor").Count == 1, "the first executor");
        var task = spark.Launches("executor")[0].Task;
        spark.Master.Substrate.Runs("a", task);
        driver.Serve();
        driver.Sample(spark.Launches("executor").Select(SparkOnTestMaster.ExecutorId));
        await spark.UntilAsync(() => spark.Queue.Count == (1, 1), "one that runs");

        Assert.Null(await spark.Master.SubmitAsync(new StopTask(task, null, 10_000)));
        await spark.UntilAsync(() => spark.Framework.Views["default"].Executors.Any(executor => executor.Leaving), "the executor that leaves");
        spark.Master.Substrate.Exits("a", task, 0);
        await spark.UntilAsync(() => spark.Launches("executor").Count > 1, "another executor");
    }
}
