using CoScheduler.Master.Loop;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Master.Dispatch;

/// <summary>Brings what a substrate tells onto the pool's thread, in its order.</summary>
internal sealed class SubstrateFeed(ISubstrate substrate, AgentDirectory agents, Func<Work, ValueTask> post, ILogger logger)
{
    private readonly CancellationTokenSource _stopped = new();
    private Task _reading = Task.CompletedTask;

    public async Task StartAsync(long epoch, CancellationToken cancellationToken)
    {
        await substrate.StartAsync(epoch, cancellationToken);
        _reading = Task.Run(ReadAsync, CancellationToken.None);
    }

    /// <summary>Stops the substrate; what it tells while it stops is still taken.</summary>
    public async Task StopAsync(bool leaveTasks, CancellationToken cancellationToken)
    {
        try
        {
            await substrate.StopAsync(leaveTasks, cancellationToken);
        }
        catch (Exception exception)
        {
            Log.SubstrateStopFailed(logger, exception);
        }

        await _stopped.CancelAsync();
        await _reading;
        _stopped.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            while (await WaitAsync())
            {
                await TakeAllAsync();
            }
        }
        catch (Exception exception)
        {
            Log.EventsFailed(logger, exception);
        }
    }

    private async Task<bool> WaitAsync()
    {
        try
        {
            return await substrate.Events.WaitToReadAsync(_stopped.Token);
        }
        catch (OperationCanceledException)
        {
            await TakeAllAsync();
            return false;
        }
    }

    private async Task TakeAllAsync()
    {
        while (substrate.Events.TryRead(out var told))
        {
            await post(new Notice(turn => Take(turn, told)));
        }
    }

    private void Take(Turn turn, SubstrateEvent told)
    {
        switch (told)
        {
            case AgentUp up:
                agents.Up(turn, substrate, up);
                break;
            case AgentDown down:
                agents.Down(turn, down);
                break;
            case TaskObserved observed:
                agents.Observe(turn, observed);
                break;
            default:
                throw new InvalidOperationException($"No master understands {told.GetType().Name}.");
        }
    }
}
