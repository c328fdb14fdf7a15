using CoScheduler.Analyses;
using Xunit;

namespace CoScheduler.IntegrationTests.SparkOnPool;

/// <summary>A server dies; the next one on the same state finds driver, executors and executions as they are.</summary>
public sealed class SparkRestartTests
{
    private const int Tasks = 8;
    private static readonly TimeSpan s_leash = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Restart_ExecutionRuns_IsTakenUpWhereItWas()
    {
        var first = await SparkMachine.StartAsync(leash: s_leash);
        var execution = Sample.Execution(Sample.Analysis(Sample.Sleeping(tasks: Tasks, milliseconds: 1500), seconds: 180));
        var sink = new RecordingSink();
        var lost = first.RunAsync(execution, sink);
        await sink.Running;

        // Its own tasks, not those of the query that warmed the driver.
        var before = await first.UntilAsync(
            view => view.ExecutorsNeeded > Tasks / 2 && view.Executors.Any(executor => executor.ActiveTasks > 0), "An executor at work");
        await first.CrashAsync();

        await using var second = await SparkMachine.StartAsync(folder: first.Folder, leash: s_leash);
        var resumed = new RecordingSink();
        var end = await second.RunAsync(execution with { Resume = new ExecutionResume(sink.ResumeToken!, null) }, resumed);
        Assert.IsType<ExecutionDone>(end);
        Assert.Equal(["{\"n\":\"8\",\"s\":\"28\"}"], resumed.Rows);
        Assert.Equal(before.Driver, second.View!.Driver);
        await Assert.ThrowsAnyAsync<Exception>(() => lost);

        var (next, nextEnd) = await second.RunAsync(Sample.Execution(Sample.Analysis("SELECT 1 AS one")));
        Assert.IsType<ExecutionDone>(nextEnd);
        Assert.Equal(["{\"one\":1}"], next.Rows);
        Assert.Equal(before.Driver, second.View!.Driver);
    }

    [Fact]
    public async Task Resume_DriverIsGone_FailsAsLost()
    {
        await using var machine = await SparkMachine.StartAsync();
        var execution = Sample.Execution(Sample.Analysis("SELECT 1 AS one")) with
        {
            Resume = new ExecutionResume("{\"driver\":\"spark-driver-analytics-0-1\",\"session\":\"0f8fad5b-d9cb-469f-a165-70867728950e\"}", null),
        };
        var (_, end) = await machine.RunAsync(execution);
        Assert.Equal(("driver_lost", true), end is ExecutionFailed { Error: var error } ? (error.Code, error.Retryable) : default);
    }
}
