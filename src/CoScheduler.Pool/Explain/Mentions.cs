using System.Collections.Immutable;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Explain;

/// <summary>Finds the decisions that are about something.</summary>
internal static class Mentions
{
    private const int Kept = 20;

    public static ImmutableArray<TimedDecision> Of(PoolState state, Func<Decision, bool> isAbout) =>
        [.. state.Recent.All.Where(entry => isAbout(entry.Decision)).TakeLast(Kept).Select(entry => new TimedDecision(entry.At, entry.Decision))];

    public static bool IsAbout(Decision decision, AllocationId allocation) => decision switch
    {
        AllocationMade d => d.Allocation == allocation,
        AllocationTaken d => d.Allocation == allocation,
        TaskLaunched d => d.Allocation == allocation,
        TaskSeenRunning d => d.Allocation == allocation,
        LossCostReported d => d.Allocation == allocation,
        ReclaimBegun d => d.Allocation == allocation,
        ReclaimHastened d => d.Allocation == allocation,
        ReclaimWithdrawn d => d.Allocation == allocation,
        KillBegun d => d.Allocation == allocation,
        KillUnconfirmed d => d.Allocation == allocation,
        AllocationClosed d => d.Allocation == allocation,
        _ => false,
    };

    public static bool IsAbout(Decision decision, AgentId agent) => decision switch
    {
        AgentRegistered d => d.Agent == agent,
        AgentWentAway d => d.Agent == agent,
        AgentGivenUp d => d.Agent == agent,
        AgentForgotten d => d.Agent == agent,
        AgentCordoned d => d.Agent == agent,
        AgentDraining d => d.Agent == agent,
        AgentResumed d => d.Agent == agent,
        AllocationMade d => d.Agent == agent,
        AllocationTaken d => d.Agent == agent,
        OfferOpened d => d.Agent == agent,
        PlanHeld d => d.Agent == agent,
        _ => false,
    };

    public static bool IsAbout(Decision decision, DemandKey demand) => decision switch
    {
        DemandStated d => new DemandKey(d.Framework, d.Class) == demand,
        DemandJudged d => new DemandKey(d.Framework, d.Class) == demand,
        DemandBackedOff d => new DemandKey(d.Framework, d.Class) == demand,
        OfferOpened d => new DemandKey(d.Framework, d.Class) == demand,
        AllocationMade d => new DemandKey(d.Framework, d.Class) == demand,
        AllocationTaken d => new DemandKey(d.Framework, d.Class) == demand,
        PlanMade d => d.Items.Any(item => new DemandKey(item.Framework, item.Class) == demand),
        _ => false,
    };

    public static bool IsAbout(Decision decision, FrameworkId framework) => decision switch
    {
        FrameworkAdmitted d => d.Framework == framework,
        FrameworkDismissed d => d.Framework == framework,
        OffersSuppressed d => d.Framework == framework,
        OffersRevived d => d.Framework == framework,
        OffersFiltered d => d.Framework == framework,
        DemandStated d => d.Framework == framework,
        OfferOpened d => d.Framework == framework,
        AllocationMade d => d.Framework == framework,
        AllocationTaken d => d.Framework == framework,
        _ => false,
    };

    public static bool IsAbout(Decision decision, RoleName role) => decision switch
    {
        QuotaApplied => true,
        DemandStated d => d.Terms.Role == role,
        OfferOpened d => d.Role == role,
        AllocationMade d => d.Role == role,
        AllocationTaken d => d.Role == role,
        PlanMade d => d.Items.Any(item => item.Role == role),
        _ => false,
    };
}
