using System.Text.Json;
using CoScheduler.Pool;

namespace CoScheduler.Server.Api;

/// <summary>Decisions of the pool in words, for people.</summary>
internal static class DecisionText
{
    public static string Of(Decision decision) => decision switch
    {
        DemandStated d => $"{d.Framework} wants {d.Target} of {d.Class} ({d.Terms.Role}, {Word(d.Terms.Mode)}, {d.Terms.Shape} each)",
        DemandJudged { Reason: { } reason } d => $"{d.Class} of {d.Framework} waits: {reason.Message}",
        DemandJudged d => $"{d.Class} of {d.Framework} waits no more",
        DemandBackedOff d => $"{d.Class} of {d.Framework} is left alone for {Duration.Format(d.Milliseconds)}",
        OfferOpened d => $"offer {d.Offer} of {d.Resources} on {d.Agent} to {d.Framework} for {d.Class} ({d.Role})",
        OfferClosed d => $"offer {d.Offer} {Word(d.Closure)}",
        AllocationMade d => $"{d.Allocation}: {d.Resources} on {d.Agent} granted to {d.Framework} for {d.Class} ({d.Role})",
        AllocationTaken d => $"{d.Allocation}: {d.Resources} on {d.Agent} taken by {d.Framework} for {d.Task} ({d.Role})",
        TaskLaunched d => $"{d.Allocation}: {d.Task} launched",
        TaskSeenRunning d => $"{d.Allocation} runs",
        LossCostReported d => $"{d.Allocation} would lose: {Word(d.Cost)}",
        ReclaimBegun d => $"{d.Allocation} asked back: {Word(d.Cause)}{(d.For is { } plan ? $", for plan {plan}" : "")}",
        ReclaimHastened d => $"{d.Allocation} has less time to go",
        ReclaimWithdrawn d => $"{d.Allocation} may stay: what it was asked for is no longer needed",
        KillBegun d => $"{d.Allocation} is killed: its grace is over",
        KillUnconfirmed d => $"{d.Allocation} is stuck: nobody confirmed its kill, its role is free of it",
        AllocationClosed d => $"{d.Allocation} ended: {Word(d.End)}{(d.Detail is null ? "" : $" ({d.Detail})")}",
        PlanMade d => $"plan {d.Plan} ({Word(d.Kind)}) places {string.Join(", ", d.Items.Select(item => $"{item.Class} of {item.Framework} on {item.Agent}"))}",
        PlanHeld d => $"plan {d.Plan} keeps {d.Resources} on {d.Agent}",
        PlanEnded d => $"plan {d.Plan} {Word(d.Outcome)}",
        AgentRegistered d => $"agent {d.Agent} is here with {d.Total}",
        AgentWentAway d => $"agent {d.Agent} has not been seen since the restart",
        AgentGivenUp d => $"agent {d.Agent} is given up",
        AgentForgotten d => $"agent {d.Agent} is forgotten",
        AgentCordoned d => $"agent {d.Agent} is cordoned",
        AgentDraining d => $"agent {d.Agent} drains",
        AgentResumed d => $"agent {d.Agent} takes tasks again",
        FrameworkAdmitted d => $"framework {d.Framework} registered",
        FrameworkLeft d => $"framework {d.Framework} has gone away",
        FrameworkDismissed d => $"framework {d.Framework} is torn down",
        OffersSuppressed d => $"framework {d.Framework} wants no offers",
        OffersRevived d => $"framework {d.Framework} wants offers again",
        QuotaApplied => "another quota is in force",
        EpochBegun d => $"master {d.Epoch} took over",
        GateOpened => "enough agents are back, grants begin again",
        _ => decision.ToString(),
    };

    private static string Word(Enum value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()).Replace('_', ' ');
}
