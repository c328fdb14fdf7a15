using System.Collections.Immutable;
using CoScheduler.Analyses;

namespace CoScheduler.Embedded.DuckDb;

/// <summary>Why a role's executions wait, for people.</summary>
internal static class WaitReasons
{
    public static WaitReason Of(RoleFleet fleet, long now)
    {
        var starting = fleet.Workers.Count(w => w.State == WorkerState.Starting);
        if (starting > 0)
        {
            return Starting("A worker starts.", "starting", starting);
        }

        if (now < fleet.BackoffUntil)
        {
            return Starting($"A worker failed to start and is tried again: {fleet.LastFailure}", "failures", fleet.Failures);
        }

        if (FromPool(fleet) is { } reason)
        {
            return reason;
        }

        var slots = fleet.Workers.Where(w => w.State == WorkerState.Ready).Sum(w => w.Slots);
        return slots > 0
            ? new WaitReason("engine_busy", $"All {slots} slots of the role's workers are taken.", Numbers("slots", slots))
            : Starting("A worker is asked for.", "starting", 0);
    }

    private static WaitReason? FromPool(RoleFleet fleet)
    {
        var first = fleet.Targets.GetValueOrDefault(fleet.FirstClass) > 0 && !fleet.Workers.Any(w => w.First && w.State != WorkerState.Leaving);
        var reason = fleet.Reasons.GetValueOrDefault(first ? fleet.FirstClass : fleet.MoreClass);
        return reason is null ? null : new WaitReason(reason.Name, reason.Message, reason.Numbers);
    }

    private static WaitReason Starting(string message, string number, long value) => new("starting_worker", message, Numbers(number, value));

    private static ImmutableSortedDictionary<string, long> Numbers(string name, long value) => ImmutableSortedDictionary<string, long>.Empty.Add(name, value);
}
