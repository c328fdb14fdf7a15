using CoScheduler.Master;
using CoScheduler.Pool;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Frameworks.Spark;

/// <summary>Says commands to the pool; what it refuses is logged.</summary>
internal sealed class PoolVoice(IPoolMaster master, ILogger logger)
{
    public IPoolMaster Master => master;

    public async ValueTask<Refusal?> SayAsync(Command command, CancellationToken cancellationToken)
    {
        var refusal = await master.SubmitAsync(command, cancellationToken).ConfigureAwait(false);
        if (refusal is { Code: RefusalCode.UnknownOffer })
        {
            // It was taken back while the answer to it was on its way.
            Log.OfferGone(logger, command.GetType().Name, refusal.Message);
        }
        else if (refusal is not null)
        {
            Log.Refused(logger, command.GetType().Name, refusal.Code, refusal.Message);
        }

        return refusal;
    }
}
