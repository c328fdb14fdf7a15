using System.Collections.Immutable;
using CoScheduler.Master;
using CoScheduler.Pool;
using Xunit;

namespace CoScheduler.Tests.Master;

public sealed class DispatchTests
{
    [Fact]
    public async Task Launch_ResolvesSecretsAndJournalsNone()
    {
        var journal = new MemoryJournal();
        await using var test = await TestMaster.StartAsync(journal);
        await test.AgentAsync("a");
        await test.DemandAsync(1);
        var granted = await test.GrantAsync();
        var spec = TestMaster.Spec() with { Secrets = ImmutableSortedDictionary<string, string>.Empty.Add("TOKEN", "token/name") };

        await test.LaunchAsync(granted.Allocation, "t1", spec);

        var call = await test.Substrate.Calls.WaitForAsync<Launched>();
        Assert.Equal("secret of token/name", call.Order.Secrets["TOKEN"]);
        Assert.Equal(["sleep", "60"], call.Order.Spec.Command);
        Assert.Equal(ResourceVector.Parse("cpus:1,mem:1Gi"), call.Order.Resources);
        Assert.DoesNotContain(journal.Records, record => record.Command.ToString().Contains("secret of", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Launch_PayloadThatIsNoSpec_IsAFailedStart()
    {
        await using var test = await TestMaster.StartAsync(new MemoryJournal());
        await test.AgentAsync("a");
        await test.DemandAsync(1);
        var granted = await test.GrantAsync();

        await test.SubmitAsync(new LaunchTask(test.Framework.Id, granted.Allocation, new TaskId("t1"), "{}"));

        var ended = await test.Framework.Effects.WaitForAsync<AllocationEnded>();
        Assert.Equal(AllocationEnd.Failed, ended.End);
        Assert.Contains("not a task's spec", ended.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Launch_ThatTheSubstrateRefuses_IsAFailedStart()
    {
        await using var test = await TestMaster.StartAsync(new MemoryJournal());
        test.Substrate.Failure = call => call is Launched ? new InvalidOperationException("no such program") : null;
        await test.AgentAsync("a");
        await test.DemandAsync(1);
        var granted = await test.GrantAsync();

        await test.LaunchAsync(granted.Allocation, "t1");

        var ended = await test.Framework.Effects.WaitForAsync<AllocationEnded>();
        Assert.Equal((AllocationEnd.Failed, "no such program"), (ended.End, ended.Detail));
    }

    [Fact]
    public async Task Launch_AgentUnreachable_IsOrderedAgain()
    {
        await using var test = await TestMaster.StartAsync(new MemoryJournal());
        test.Substrate.Failure = call => new AgentUnreachableException(call.Agent, null);
        await test.AgentAsync("a");
        await test.DemandAsync(1);
        var granted = await test.GrantAsync();
        await test.LaunchAsync(granted.Allocation, "t1");
        await test.Substrate.Calls.WaitForAsync<Launched>();

        test.Substrate.Failure = _ => null;
        await AdvanceUntilAsync(test, () => test.Substrate.Calls.All.OfType<Launched>().Count() > 1);

        Assert.All(test.Substrate.Calls.All.OfType<Launched>(), call => Assert.Equal(new TaskId("t1"), call.Task));
    }

    [Fact]
    public async Task Launch_AgentComesAgain_IsOrderedAnew()
    {
        await using var test = await TestMaster.StartAsync(new MemoryJournal());
        test.Substrate.Failure = call => new AgentUnreachableException(call.Agent, null);
        await test.AgentAsync("a");
        await test.DemandAsync(1);
        var granted = await test.GrantAsync();
        await test.LaunchAsync(granted.Allocation, "t1");
        await test.Substrate.Calls.WaitForAsync<Launched>();
        test.Substrate.Failure = _ => null;

        test.Substrate.Down("a", tasksAreGone: false);
        await test.AgentAsync("a");

        test.Substrate.Runs("a", new TaskId("t1"));
        await test.Framework.Effects.WaitForAsync<TaskStarted>();
    }

    [Fact]
    public async Task TaskObserved_Exit_EndsTheAllocationAndIsForgotten()
    {
        await using var test = await TestMaster.StartAsync(new MemoryJournal());
        await test.RunningAsync("t1");

        test.Substrate.Exits("a", new TaskId("t1"), 3);

        var ended = await test.Framework.Effects.WaitForAsync<AllocationEnded>();
        Assert.Equal((AllocationEnd.Failed, 3), (ended.End, ended.ExitCode));
        await test.Substrate.Calls.WaitForAsync<Forgotten>();
    }

    [Fact]
    public async Task StopTask_SignalsThenKillsAfterItsGrace()
    {
        await using var test = await TestMaster.StartAsync(new MemoryJournal());
        await test.RunningAsync("t1");

        await test.SubmitAsync(new StopTask(new TaskId("t1"), test.Framework.Id, 5000));
        await test.Substrate.Calls.WaitForAsync<Signalled>();
        test.Time.Advance(TimeSpan.FromSeconds(6));

        await test.Substrate.Calls.WaitForAsync<Killed>();
        test.Substrate.Exits("a", new TaskId("t1"), 137);
        await test.Framework.Effects.WaitForAsync<AllocationEnded>();
    }

    [Fact]
    public async Task TaskObserved_OfAnUnknownTask_IsKilledOrForgotten()
    {
        await using var test = await TestMaster.StartAsync(new MemoryJournal());
        await test.AgentAsync("a");

        test.Substrate.Runs("a", new TaskId("stray"));
        await test.Substrate.Calls.WaitForAsync<Killed>(call => call.Task.Value == "stray");
        test.Substrate.Exits("a", new TaskId("stray"), 137);

        await test.Substrate.Calls.WaitForAsync<Forgotten>(call => call.Task.Value == "stray");
    }

    [Fact]
    public async Task AgentDown_TasksAreGone_AreLostAtOnce()
    {
        await using var test = await TestMaster.StartAsync(new MemoryJournal());
        await test.RunningAsync("t1");

        test.Substrate.Down("a", tasksAreGone: true);

        var ended = await test.Framework.Effects.WaitForAsync<AllocationEnded>();
        Assert.Equal(AllocationEnd.Lost, ended.End);
    }

    [Fact]
    public async Task AgentDown_MayComeBack_IsLostAfterItsTimeout()
    {
        await using var test = await TestMaster.StartAsync(new MemoryJournal());
        await test.RunningAsync("t1");
        test.Substrate.Down("a", tasksAreGone: false);

        await AdvanceUntilAsync(test, () => test.Framework.Effects.All.OfType<AllocationEnded>().Any());

        Assert.Equal(AllocationEnd.Lost, test.Framework.Effects.All.OfType<AllocationEnded>().Single().End);
        Assert.True(test.Time.GetUtcNow() - test.Time.Start >= MasterOptions.DefaultAgentTimeout);
    }

    [Fact]
    public async Task AgentDown_AndBackInTime_KeepsItsTasks()
    {
        await using var test = await TestMaster.StartAsync(new MemoryJournal());
        var allocation = await test.RunningAsync("t1");
        test.Substrate.Down("a", tasksAreGone: false);
        test.Substrate.Up("a", tasks: [RecordingSubstrate.Observed("a", new TaskId("t1"), TaskCondition.Running)]);
        test.Substrate.Runs("a", new TaskId("marker"));
        await test.Substrate.Calls.WaitForAsync<Killed>(call => call.Task.Value == "marker");

        test.Time.Advance(TimeSpan.FromMinutes(5));
        await test.Master.AskAsync(pool => pool.NextDeadline, TestMaster.Cancellation);

        Assert.Equal(AllocationState.Running, test.Master.Snapshot.Allocations[allocation.Value].State);
    }

    [Fact]
    public async Task ReadLogAsync_AsksWhoeverHasIt()
    {
        await using var test = await TestMaster.StartAsync(new MemoryJournal());
        await test.AgentAsync("a");
        test.Substrate.Logs[new TaskId("old")] = "last words";
        await test.SubmitAsync(new CordonAgent(new AgentId("a")));

        var slice = await test.Master.ReadLogAsync(new TaskId("old"), LogStream.Out, 0, 100, TestMaster.Cancellation);

        Assert.Equal("last words", System.Text.Encoding.UTF8.GetString(slice!.Bytes.Span));
        Assert.Null(await test.Master.ReadLogAsync(new TaskId("none"), LogStream.Out, 0, 100, TestMaster.Cancellation));
    }

    /// <summary>Lets fake time pass, second by second, until something that happens on other threads has happened.</summary>
    private static async Task AdvanceUntilAsync(TestMaster test, Func<bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestMaster.Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            test.Time.Advance(TimeSpan.FromSeconds(1));
            await test.Master.AskAsync(pool => pool.NextDeadline, limit.Token);
        }
    }
}
