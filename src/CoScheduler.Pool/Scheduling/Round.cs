using CoScheduler.Pool.Reclaim;
using CoScheduler.Pool.Steps;

namespace CoScheduler.Pool.Scheduling;

/// <summary>
/// Who gets what, after something moved:
/// 1. the restart gate; while it is closed nothing is granted, offered or asked back
/// 2. plans: the broken go, what came free is kept, the complete start
/// 3. firm demand is granted what fits, taking offers back where it must
/// 4. firm demand that is blocked asks others back, and open demand for its share
/// 5. what has waited long at the head of its line has capacity kept for it
/// 6. open demand is offered what is left
/// 7. spare demand takes what nobody wants
/// 8. why the rest waits
/// </summary>
internal static class Round
{
    public static void Run(Deciding step)
    {
        if (Gate.IsOpen(step))
        {
            PlanKeeping.Run(step);
            FirmRound.Run(step);
            ReclaimRound.Run(step);
            Holds.Run(step);
            OfferRound.Run(step);
            SpareRound.Run(step);
        }

        Judging.Run(step);
    }
}
