using CoScheduler.Master;
using CoScheduler.Pool;
using CoScheduler.Storage.Journal;
using Xunit;

namespace CoScheduler.Tests.Master;

/// <summary>A master that ended in the middle, and the next one on the same journal: the table of recovery.md section 2.</summary>
public sealed class RestartTests
{
    private static readonly TaskId Task1 = new("t1");

    private readonly MemoryJournal _journal = new();

    [Fact]
    public async Task CrashAfterTheCommitOfALaunch_IsCarriedOutAfterwards()
    {
        await using (var test = await TestMaster.StartAsync(_journal))
        {
            await test.AgentAsync("a");
            await test.DemandAsync(1);
            var granted = await test.GrantAsync();
            _journal.AfterCommit = _ => throw new InvalidOperationException("the process is killed here");
            await Assert.ThrowsAsync<InvalidOperationException>(() => test.LaunchAsync(granted.Allocation, "t1"));
            await test.Fatal;
            Assert.Empty(test.Substrate.Calls.All);
        }

        await using var again = await TestMaster.StartAsync(_journal);
        again.Substrate.Up("a");

        var launched = await again.Substrate.Calls.WaitForAsync<Launched>();
        Assert.Equal(Task1, launched.Task);
        Assert.Equal(ResourceVector.Parse("cpus:1,mem:1Gi"), launched.Order.Resources);
        again.Substrate.Runs("a", Task1);
        await again.Framework.Effects.WaitForAsync<TaskStarted>();
    }

    [Fact]
    public async Task LaunchingAndRunningThere_IsAdopted()
    {
        await CrashAsync(running: false);

        await using var again = await ComeBackAsync(TaskCondition.Running);

        await again.Framework.Effects.WaitForAsync<TaskStarted>();
        Assert.Empty(again.Substrate.Calls.All);
    }

    [Fact]
    public async Task RunningAndStillRunning_IsAdopted()
    {
        await CrashAsync(running: true);

        await using var again = await ComeBackAsync(TaskCondition.Running);
        await again.UntilAsync(snapshot => snapshot.Agents["a"].State == AgentState.Active);

        Assert.Equal(AllocationState.Running, again.Master.Snapshot.FindTask(Task1)?.State);
        Assert.Equal(AllocationState.Running, again.Framework.StartedWith!.FindTask(Task1)?.State);
    }

    [Fact]
    public async Task ExitWhileAway_IsReported()
    {
        await CrashAsync(running: true);

        await using var again = await ComeBackAsync(TaskCondition.Exited, 7);

        var ended = await again.Framework.Effects.WaitForAsync<AllocationEnded>();
        Assert.Equal((AllocationEnd.Failed, 7), (ended.End, ended.ExitCode));
        await again.Substrate.Calls.WaitForAsync<Forgotten>();
    }

    [Fact]
    public async Task RunningAndAbsent_IsLost()
    {
        await CrashAsync(running: true);

        await using var again = await TestMaster.StartAsync(_journal);
        again.Substrate.Up("a");

        var ended = await again.Framework.Effects.WaitForAsync<AllocationEnded>();
        Assert.Equal(AllocationEnd.Lost, ended.End);
    }

    [Fact]
    public async Task AgentThatDoesNotComeBack_IsGivenUpAfterItsTimeoutOnly()
    {
        await CrashAsync(running: true);
        await using var again = await TestMaster.StartAsync(_journal);
        Assert.Equal(AgentState.Away, again.Master.Snapshot.Agents["a"].State);

        again.Time.Advance(MasterOptions.DefaultAgentTimeout - TimeSpan.FromSeconds(1));
        await again.Master.AskAsync(pool => pool.NextDeadline, TestMaster.Cancellation);
        Assert.NotNull(again.Master.Snapshot.FindTask(Task1));
        again.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(AllocationEnd.Lost, (await again.Framework.Effects.WaitForAsync<AllocationEnded>()).End);
    }

    [Fact]
    public async Task ReclaimingAndRunning_IsSignalledAgain()
    {
        await using (var test = await TestMaster.StartAsync(_journal))
        {
            await test.RunningAsync("t1");
            _journal.AfterCommit = _ => throw new InvalidOperationException("the process is killed here");
            await Assert.ThrowsAsync<InvalidOperationException>(() => test.SubmitAsync(new StopTask(Task1, null, 30_000)));
            await test.Fatal;
            Assert.Empty(test.Substrate.Calls.All.OfType<Signalled>());
        }

        await using var again = await ComeBackAsync(TaskCondition.Running);

        await again.Substrate.Calls.WaitForAsync<Signalled>();
    }

    [Fact]
    public async Task UnknownThere_IsKilledOrForgotten()
    {
        await using var test = await TestMaster.StartAsync(_journal);

        await test.AgentAsync(
            "a",
            RecordingSubstrate.Observed("a", new TaskId("runs"), TaskCondition.Running),
            RecordingSubstrate.Observed("a", new TaskId("ended"), TaskCondition.Exited, 0));

        await test.Substrate.Calls.WaitForAsync<Killed>(call => call.Task.Value == "runs");
        await test.Substrate.Calls.WaitForAsync<Forgotten>(call => call.Task.Value == "ended");
    }

    [Fact]
    public async Task ManyMastersOnOneFile_AgreeOnTheState()
    {
        using var folder = new TemporaryFolder();
        var task = 0;
        for (var epoch = 1; epoch <= 5; epoch++)
        {
            var known = Enumerable.Range(1, task).Select(number => RecordingSubstrate.Observed("a", new TaskId($"t{number}"), TaskCondition.Running));
            await using var test = await TestMaster.StartAsync(new SqliteJournal(folder.Path));
            Assert.Equal(epoch, test.Master.Epoch);
            Assert.Equal(task, test.Framework.StartedWith!.Allocations.Count);
            await test.AgentAsync("a", [.. known]);
            if (epoch < 5)
            {
                await test.DemandAsync(++task, epoch);
                var granted = await test.Framework.Effects.WaitForAsync<AllocationGranted>();
                await test.LaunchAsync(granted.Allocation, $"t{task}");
                test.Substrate.Runs("a", new TaskId($"t{task}"));
                await test.UntilAsync(snapshot => snapshot.FindTask(new TaskId($"t{task}"))?.State == AllocationState.Running);
            }
        }

        Assert.Equal(4, task);
    }

    private async Task CrashAsync(bool running)
    {
        await using var test = await TestMaster.StartAsync(_journal);
        if (running)
        {
            await test.RunningAsync("t1");
        }
        else
        {
            await test.AgentAsync("a");
            await test.DemandAsync(1);
            await test.LaunchAsync((await test.GrantAsync()).Allocation, "t1");
        }

        _journal.AfterCommit = _ => throw new InvalidOperationException("the process is killed here");
        await Assert.ThrowsAsync<InvalidOperationException>(() => test.SubmitAsync(new ReviveOffers(test.Framework.Id, null)));
        await test.Fatal;
    }

    private async Task<TestMaster> ComeBackAsync(TaskCondition condition, int? exitCode = null)
    {
        var again = await TestMaster.StartAsync(_journal);
        again.Substrate.Up("a", tasks: [RecordingSubstrate.Observed("a", Task1, condition, exitCode)]);
        return again;
    }
}
