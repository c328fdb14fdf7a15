using CoScheduler.Master;
using CoScheduler.Pool;
using Xunit;

namespace CoScheduler.Tests.Master;

public sealed class EventLogTests
{
    [Fact]
    public async Task ReadEventsAsync_FromANumber_GivesWhatFollowed_ThenWhatComes()
    {
        await using var test = await TestMaster.StartAsync(new MemoryJournal());
        await test.AgentAsync("a");
        await using var events = test.Master.ReadEventsAsync(1, TestMaster.Cancellation).GetAsyncEnumerator(TestMaster.Cancellation);

        var first = await NextAsync<RegisterAgent>(events);
        await test.SubmitAsync(new CordonAgent(new AgentId("a")));
        var second = await NextAsync<CordonAgent>(events);

        Assert.True(first.Number < second.Number);
        Assert.NotEmpty(second.Decisions);
    }

    [Fact]
    public async Task ReadEventsAsync_OfWhatIsGone_SaysTheOldest()
    {
        await using var test = await TestMaster.StartAsync(new MemoryJournal(), new MasterOptions { EventsKept = 2 });
        await test.AgentAsync("a");
        for (var index = 0; index < 4; index++)
        {
            await test.SubmitAsync(index % 2 == 0 ? new CordonAgent(new AgentId("a")) : new ResumeAgent(new AgentId("a")));
        }

        await using var events = test.Master.ReadEventsAsync(1, TestMaster.Cancellation).GetAsyncEnumerator(TestMaster.Cancellation);
        var gone = await Assert.ThrowsAsync<EventsGoneException>(() => events.MoveNextAsync().AsTask());

        await using var again = test.Master.ReadEventsAsync(gone.Oldest, TestMaster.Cancellation).GetAsyncEnumerator(TestMaster.Cancellation);
        Assert.True(await again.MoveNextAsync());
        Assert.IsType<ResumeAgent>(again.Current.Command);
    }

    [Fact]
    public async Task ReadEventsAsync_OfANumberThatNeverWas_IsGone()
    {
        await using var test = await TestMaster.StartAsync(new MemoryJournal());
        await using var events = test.Master.ReadEventsAsync(1_000_000, TestMaster.Cancellation).GetAsyncEnumerator(TestMaster.Cancellation);

        await Assert.ThrowsAsync<EventsGoneException>(() => events.MoveNextAsync().AsTask());
    }

    private static async Task<PoolEvent> NextAsync<TCommand>(IAsyncEnumerator<PoolEvent> events)
        where TCommand : Command
    {
        while (await events.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20)))
        {
            if (events.Current.Command is TCommand)
            {
                return events.Current;
            }
        }

        throw new InvalidOperationException("The events ended.");
    }
}
