using CoScheduler.Pool;

namespace CoScheduler.Server.Api;

/// <summary>Effects in words, for people.</summary>
internal static class EffectText
{
    public static string Of(Effect effect) => effect switch
    {
        StartTask e => $"start {e.Task} on {e.Agent} with {e.Resources}",
        SignalTask e => $"ask {e.Task} on {e.Agent} to go",
        KillTask e => $"kill {e.Task} on {e.Agent}",
        ForgetTask e => $"forget {e.Task} on {e.Agent}",
        OfferMade e => $"offer {e.Resources} on {e.Agent} to {e.Framework} for {e.Class} ({e.Role})",
        OfferRescinded e => $"rescind offer {e.Offer} of {e.Framework}",
        AllocationGranted e => $"grant {e.Resources} on {e.Agent} to {e.Framework} for {e.Class} ({e.Role})",
        TaskStarted e => $"{e.Task} of {e.Framework} runs on {e.Agent}",
        ReclaimCancelled e => $"let {e.Task} of {e.Framework} stay",
        ReclaimRequested e => $"reclaim {e.Task} of {e.Framework}: {e.Cause.ToString().ToLowerInvariant()}",
        AllocationEnded e => $"{(object?)e.Task ?? e.Allocation} of {e.Framework} ended: {e.End.ToString().ToLowerInvariant()}{(e.Detail is null ? "" : $" ({e.Detail})")}",
        DemandWaits { Reason: { } reason } e => $"{e.Class} of {e.Framework} waits: {reason.Message}",
        DemandWaits e => $"{e.Class} of {e.Framework} waits no more",
        TaskReconciled { State: { } state } e => $"{e.Task} of {e.Framework} is {state.ToString().ToLowerInvariant()} on {e.Agent}",
        TaskReconciled e => $"{e.Task} of {e.Framework} {(e.Agent is { } agent ? $"has ended on {agent}" : "is not known")}",
        _ => effect.ToString(),
    };
}
