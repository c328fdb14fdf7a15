using System.Diagnostics;
using CoScheduler.Analyses;
using CoScheduler.Pool;
using Xunit;

namespace CoScheduler.IntegrationTests.SparkOnPool;

/// <summary>Executors come and go while queries run, and the rows are right.</summary>
public sealed class SparkElasticTests
{
    private const string FortyTasks = "{\"n\":\"40\",\"s\":\"780\"}";

    // Five cpus: the driver, its one firm executor, and three that growth can have until the site wants its guarantee.
    private static readonly QuotaTree s_quota = Quotas.Of(
        ("analytics", new RoleQuota { Guarantee = ResourceVector.Parse("cpus:2"), GraceMilliseconds = 20_000, MinRuntimeMilliseconds = 0 }),
        ("site", new RoleQuota { Guarantee = ResourceVector.Parse("cpus:3") }));

    [Fact]
    public async Task Run_ExecutorsReclaimedWhileItRuns_GivesTheRightRows()
    {
        await using var machine = await StartAsync();
        var running = machine.RunAsync(Sample.Execution(Sample.Analysis(Sample.Sleeping(tasks: 40, milliseconds: 1500), seconds: 180)));
        await machine.UntilAsync(view => view.Executors.Count(executor => executor is { Standing: "growth", ActiveTasks: > 0 }) == 3, "Growth to three elastic executors");

        var site = new SiteFramework();
        await machine.Master.AddFrameworkAsync(site, TestContext.Current.CancellationToken);
        await site.ScaleAsync(3);
        await machine.Master.WaitForAsync(site.Runs(3), TestContext.Current.CancellationToken);

        var (sink, end) = await running;
        Assert.IsType<ExecutionDone>(end);
        Assert.Equal([FortyTasks], sink.Rows);
        Assert.Equal((3, 0), (machine.Framework.Counters.Reclaimed, machine.Framework.Counters.Preempted));
        Assert.Equal(4, machine.Framework.Counters.Granted);
    }

    [Fact]
    public async Task Run_ExecutorKilled_GivesTheRightRows()
    {
        await using var machine = await StartAsync();
        var running = machine.RunAsync(Sample.Execution(Sample.Analysis(Sample.Sleeping(tasks: 40, milliseconds: 1000), seconds: 180)));
        var view = await machine.UntilAsync(
            view => view.Executors.Count(executor => executor.ActiveTasks > 0) >= 2, "Two executors at work");
        Kill(machine.ProcessOf(view.Executors.First(executor => executor is { Standing: "growth", ActiveTasks: > 0 }).Task));
        var (sink, end) = await running;
        Assert.IsType<ExecutionDone>(end);
        Assert.Equal([FortyTasks], sink.Rows);
    }

    [Fact]
    public async Task Run_DriverKilled_FailsAsLostAndTheNextRequestGetsAnotherDriver()
    {
        await using var machine = await StartAsync();
        var sink = new RecordingSink();
        var running = machine.RunAsync(Sample.Execution(Sample.Analysis(Sample.Sleeping(tasks: 40, milliseconds: 1000), seconds: 180)), sink);
        await sink.Running;

        // Its own tasks, not those of the query that warmed the driver.
        var view = await machine.UntilAsync(
            view => view.ExecutorsNeeded > 4 && view.Executors.Any(executor => executor.ActiveTasks > 0), "An executor at work");
        Kill(machine.ProcessOf(view.Driver!.Value));
        var failed = Assert.IsType<ExecutionFailed>(await running);
        Assert.Equal(("driver_lost", true), (failed.Error.Code, failed.Error.Retryable));

        var (next, end) = await machine.RunAsync(Sample.Execution(Sample.Analysis("SELECT 1 AS one")));
        Assert.IsType<ExecutionDone>(end);
        Assert.Equal(["{\"one\":1}"], next.Rows);
        Assert.NotEqual(view.Driver, machine.View!.Driver);
    }

    [Fact]
    public async Task Idle_ExecutorsAndThenTheDriver_AreLetGoAndLeaveArchivesForTheNext()
    {
        await using var machine = await StartAsync("spark.coscheduler.executor.idle 1s\nspark.coscheduler.driver.idle 15s", record: true);
        var (_, end) = await machine.RunAsync(Sample.Execution(Sample.Analysis(Sample.Sleeping(tasks: 12, milliseconds: 1000))));
        Assert.IsType<ExecutionDone>(end);
        Assert.True(machine.Framework.Counters.Granted > 1, "It grew while it ran.");
        await machine.UntilAsync(view => view is { Driver: not null, Executors: [{ Standing: "minimum" }] }, "The end of the elastic executors");
        await machine.UntilAsync(view => view is { Driver: null, Executors.IsEmpty: true }, "The end of the driver");
        Assert.Empty(machine.Master.Snapshot.Allocations);

        var (sink, next) = await machine.RunAsync(Sample.Execution(Sample.Analysis("SELECT 1 AS one")));
        Assert.IsType<ExecutionDone>(next);
        Assert.Equal(["{\"one\":1}"], sink.Rows);
        Assert.Contains(Processes.Arguments(machine.ProcessOf(machine.View!.Driver!.Value)), word => word.StartsWith("-XX:SharedArchiveFile=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_NoAgentCouldEverHostTheDriver_FailsWithTheNumbers()
    {
        await using var machine = await SparkMachine.StartAsync(agent: "cpus:4,mem:1Gi");
        var (_, end) = await machine.RunAsync(Sample.Execution(Sample.Analysis("SELECT 1 AS one")));
        var failed = Assert.IsType<ExecutionFailed>(end);
        Assert.Equal("no_agent_fits", failed.Error.Code);
        Assert.False(failed.Error.Retryable);
    }

    [Fact]
    public async Task Run_DriverThatCannotStart_IsToldWithItsLog()
    {
        await using var machine = await StartAsync("spark.plugins no.such.Plugin");
        var (sink, end) = await machine.RunAsync(Sample.Execution(Sample.Analysis("SELECT 1 AS one")));
        var failed = Assert.IsType<ExecutionFailed>(end);
        Assert.Equal("driver_failed", failed.Error.Code);
        Assert.Contains("no.such.Plugin", failed.Error.Detail, StringComparison.Ordinal);
        Assert.Contains(sink.Reasons, reason => reason.Numbers.ContainsKey("backoffMs"));
    }

    private static Task<SparkMachine> StartAsync(string settings = "", bool record = false) =>
        SparkMachine.StartAsync(settings, agent: "cpus:5,mem:12Gi", quota: s_quota, record: record);

    private static void Kill(int pid)
    {
        using var process = Process.GetProcessById(pid);
        process.Kill();
    }
}
