using CoScheduler.Pool;

namespace CoScheduler.Frameworks.Spark;

/// <summary>Tells which role an effect is about.</summary>
internal static class EffectRoles
{
    /// <summary>The role, where the effect names it or its demand; else null.</summary>
    public static RoleName? RoleOf(FrameworkEffect effect) => effect switch
    {
        OfferMade made => made.Role,
        AllocationGranted granted => granted.Role,
        AllocationEnded ended => DemandClasses.RoleOf(ended.Class),
        DemandWaits waits => DemandClasses.RoleOf(waits.Class),
        _ => null,
    };

    /// <summary>The task or the offer that it is about.</summary>
    public static (TaskId? Task, OfferId? Offer) KeyOf(FrameworkEffect effect) => effect switch
    {
        TaskStarted started => (started.Task, null),
        ReclaimRequested reclaim => (reclaim.Task, null),
        ReclaimCancelled cancelled => (cancelled.Task, null),
        OfferRescinded rescinded => (null, rescinded.Offer),
        _ => (null, null),
    };
}
