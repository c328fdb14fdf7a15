using CoScheduler.Master;
using CoScheduler.Pool;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Embedded.DuckDb;

/// <summary>Says commands to the pool, in order and without waiting; a refusal comes back as an event.</summary>
internal sealed class PoolVoice(IPoolMaster master, Action<FleetEvent> tell, ILogger logger)
{
    // Versions of demands rise over restarts, for the epoch does.
    private long _version = master.Epoch << 32;

    public IPoolMaster Master => master;

    public void Say(Command command) => _ = SayAsync(command);

    public void SetDemand(FrameworkId framework, DemandClass name, int target, DemandTerms terms) =>
        Say(new SetDemand(framework, name, ++_version, target, terms));

    private async Task SayAsync(Command command)
    {
        try
        {
            if (await master.SubmitAsync(command) is { } refusal)
            {
                tell(new CommandRefused(command, refusal));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or System.Threading.Channels.ChannelClosedException)
        {
            Log.MasterStopped(logger, command.GetType().Name, exception);
        }
    }
}
