using CoScheduler.Pool.Reclaim;
using CoScheduler.Pool.Steps;

namespace CoScheduler.Pool.Scheduling;

/// <summary>
/// Who gets what, after something moved:
/// 1. the restart gate; while it is closed nothing is granted, offered or asked back
/// 2. plans: the broken go, what came free is kept, the complete start
/// 3. firm demand is granted what fits, taking offers back where it must
/// 4. firm demand that is blocked asks others back, and open demand for its share
/// 5. what a plan that ended asked back in vain is let stay, as far as it was never seen running
/// 6. what offers gave up and nobody took is kept for plans; what has waited long at the head of its line has capacity kept for it
/// 7. open demand is offered what is left
/// 8. spare demand takes what nobody wants
/// Once the step has settled it is said why the rest waits (<see cref="Judging"/>).
/// </summary>
internal static class Round
{
    private static readonly Action<Deciding>[] Parts = [PlanKeeping.Run, FirmRound.Run, ReclaimRound.Run, Relief.OfPlans, PlanKeeping.Refill, Holds.Run, OfferRound.Run, SpareRound.Run];

    public static void Run(Deciding step)
    {
        step.State.Waiting.Settle();
        if (Gate.IsOpen(step))
        {
            foreach (var part in Parts)
            {
                step.State.Waiting.Refresh();
                part(step);
            }
        }
    }
}
