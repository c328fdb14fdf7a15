using CoScheduler.Master;
using CoScheduler.Pool;
using Xunit;

namespace CoScheduler.Tests.Master;

public sealed class PoolMasterTests
{
    [Fact]
    public async Task SubmitAsync_Refused_LeavesNoRecord()
    {
        var journal = new MemoryJournal();
        await using var test = await TestMaster.StartAsync(journal);
        var before = journal.Records.Count;

        var refusal = await test.SubmitAsync(new CordonAgent(new AgentId("nowhere")));

        Assert.Equal(RefusalCode.UnknownAgent, refusal?.Code);
        Assert.Equal(before, journal.Records.Count);
    }

    [Fact]
    public async Task SubmitAsync_WhileACommitIsUnderWay_SharesTheNextCommit()
    {
        var journal = new MemoryJournal();
        await using var test = await TestMaster.StartAsync(journal);
        await test.AgentAsync("a");
        using var entered = new ManualResetEventSlim();
        using var leave = new ManualResetEventSlim();
        List<int> batches = [];
        journal.BeforeCommit = records =>
        {
            batches.Add(records.Count);
            entered.Set();
            leave.Wait(TimeSpan.FromSeconds(20));
        };

        var first = test.SubmitAsync(new CordonAgent(new AgentId("a")));
        Assert.True(entered.Wait(TimeSpan.FromSeconds(20), TestMaster.Cancellation));
        var rest = Enumerable.Range(0, 300).Select(index => test.SubmitAsync(index % 2 == 0 ? new ResumeAgent(new AgentId("a")) : new CordonAgent(new AgentId("a")))).ToArray();
        leave.Set();
        await first;
        await Task.WhenAll(rest);

        Assert.Equal([1, 256, 44], batches);
    }

    [Fact]
    public async Task SubmitAsync_CommitFails_ReleasesNothingAndEndsTheProcess()
    {
        var journal = new MemoryJournal();
        await using var test = await TestMaster.StartAsync(journal);
        await test.AgentAsync("a");
        journal.BeforeCommit = _ => throw new JournalException("journal_failed", "The disk is full.");

        var answer = await Assert.ThrowsAsync<JournalException>(() => test.DemandAsync(1));

        Assert.Equal("journal_failed", answer.Code);
        Assert.Same(answer, await test.Fatal);
        Assert.Empty(test.Framework.Effects.All);
        Assert.Empty(test.Master.Snapshot.Demands);
        await Assert.ThrowsAnyAsync<Exception>(() => test.DemandAsync(2, 2));
    }

    [Fact]
    public async Task Now_WhileNoMasterRuns_StandsStill()
    {
        var journal = new MemoryJournal();
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        PoolTime stopped;
        await using (var test = await TestMaster.StartAsync(journal, time: time))
        {
            time.Advance(TimeSpan.FromSeconds(5));
            await test.AgentAsync("a");
            stopped = test.Master.Now;
        }

        time.Advance(TimeSpan.FromHours(1));
        await using var again = await TestMaster.StartAsync(journal, time: time);

        Assert.Equal(new PoolTime(5000), stopped);
        Assert.Equal(stopped, again.Master.Now);
        Assert.Equal(2, again.Master.Epoch);
    }

    [Fact]
    public async Task Tick_ComesWhenADeadlineHasCome()
    {
        await using var test = await TestMaster.StartAsync(new MemoryJournal());
        await test.AgentAsync("a");
        await test.DemandAsync(1);
        await test.GrantAsync();

        test.Time.Advance(TimeSpan.FromSeconds(61));

        var ended = await test.Framework.Effects.WaitForAsync<AllocationEnded>();
        Assert.Equal(AllocationEnd.Released, ended.End);
    }

    [Fact]
    public async Task SaveState_AfterManyRecordsAndOnAStop_RestoresTheSame()
    {
        var journal = new MemoryJournal();
        PoolSnapshot before;
        await using (var test = await TestMaster.StartAsync(journal, new MasterOptions { RecordsPerState = 10 }))
        {
            await test.RunningAsync("t1");
            for (var index = 0; index < 12; index++)
            {
                await test.SubmitAsync(index % 2 == 0 ? new CordonAgent(new AgentId("a")) : new ResumeAgent(new AgentId("a")));
            }

            Assert.Equal(1, journal.StatesSaved);
            before = test.Master.Snapshot;
        }

        Assert.Equal(2, journal.StatesSaved);
        await using var again = await TestMaster.StartAsync(journal);
        Assert.Equal(before.Allocations.Values.Select(Text), again.Master.Snapshot.Allocations.Values.Select(Text));
        Assert.Equal(before.Demands.Single().Target, again.Framework.StartedWith!.Demands.Single().Target);
    }

    [Fact]
    public async Task StartAsync_StateOfANewerFormat_IsRefusedByName()
    {
        var journal = new MemoryJournal();
        journal.SaveState(1, default, "{\"format\":1000}"u8.ToArray());

        var refusal = await Assert.ThrowsAsync<JournalException>(() => TestMaster.StartAsync(journal));

        Assert.Equal("journal_newer", refusal.Code);
    }

    [Fact]
    public async Task AskAsync_ThatThrows_FailsTheAskerOnly()
    {
        await using var test = await TestMaster.StartAsync(new MemoryJournal());

        await Assert.ThrowsAsync<FormatException>(async () => await test.Master.AskAsync<int>(_ => throw new FormatException(), TestMaster.Cancellation));

        Assert.True(await test.Master.AskAsync(pool => pool.Snapshot().Number > 0, TestMaster.Cancellation));
    }

    [Fact]
    public async Task DryRunAsync_DecidesAndChangesNothing()
    {
        var journal = new MemoryJournal();
        await using var test = await TestMaster.StartAsync(journal);
        await test.AgentAsync("a");
        var records = journal.Records.Count;

        var result = await test.Master.DryRunAsync(new CordonAgent(new AgentId("a")), TestMaster.Cancellation);

        Assert.NotEmpty(result.Decisions);
        Assert.Equal(AgentState.Active, test.Master.Snapshot.Agents["a"].State);
        Assert.Equal(records, journal.Records.Count);
    }

    [Fact]
    public async Task AddFrameworkAsync_SecondOfAnId_IsABug()
    {
        await using var test = await TestMaster.StartAsync(new MemoryJournal());

        await Assert.ThrowsAsync<InvalidOperationException>(() => test.Master.AddFrameworkAsync(new RecordingFramework(), TestMaster.Cancellation));
    }

    [Fact]
    public async Task Receive_ThatThrows_GetsTheNextEffect()
    {
        await using var test = await TestMaster.StartAsync(new MemoryJournal());
        await test.AgentAsync("a");
        test.Framework.Answer = _ => throw new FormatException("a bug");

        await test.DemandAsync(2);

        await test.Framework.Effects.WaitForAsync<AllocationGranted>(granted => granted.Allocation.Value == 1);
        await test.Framework.Effects.WaitForAsync<AllocationGranted>(granted => granted.Allocation.Value == 2);
    }

    [Fact]
    public async Task Receive_ThatBlocks_StopsNobodyElse()
    {
        await using var test = await TestMaster.StartAsync(new MemoryJournal());
        var other = new RecordingFramework("other");
        await test.Master.AddFrameworkAsync(other, TestMaster.Cancellation);
        using var leave = new ManualResetEventSlim();
        test.Framework.Answer = _ => leave.Wait(TimeSpan.FromSeconds(20));
        await test.AgentAsync("a");
        await test.DemandAsync(1);
        await test.GrantAsync();

        await test.SubmitAsync(new SetDemand(
            other.Id, new DemandClass("one"), 1, 1, DemandTerms.Of(TestMaster.Role, ResourceVector.Parse("cpus:1"), DemandMode.Firm)));

        await other.Effects.WaitForAsync<AllocationGranted>();
        leave.Set();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task StopAsync_StopsFrameworksAndTellsWhetherTasksStay(bool leaveTasks)
    {
        var test = await TestMaster.StartAsync(new MemoryJournal());

        await test.Master.StopAsync(leaveTasks, TestMaster.Cancellation);

        Assert.True(test.Framework.Stopped);
        Assert.Equal(leaveTasks, test.Substrate.Stopped);
    }

    private static string Text(AllocationView view) => $"{view.Id} {view.Task} {view.State} {view.Resources} {view.Agent} {view.Payload}";
}
