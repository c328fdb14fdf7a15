using System.Collections.Immutable;
using System.Globalization;
using CoScheduler.Analyses;

namespace CoScheduler.Frameworks.Spark;

/// <summary>Why a role's requests wait, for people.</summary>
internal static class WaitReasons
{
    public static WaitReason Of(RoleState state, long now)
    {
        if (state.Driver is null)
        {
            return Backoff(state, now) ?? FromPool(state) ?? Starting("Spark's driver is asked for.");
        }

        if (state.Driver is { Phase: DriverPhase.Serving, Warmed: > 0, IsWarm: false })
        {
            return Starting($"Driver {state.Driver.Task} warms up.");
        }

        if (state.Driver.Phase is DriverPhase.Serving)
        {
            return FromPool(state) ?? Starting($"Driver {state.Driver.Task} waits for its first executor to register.");
        }

        return state.Driver.Leaving
            ? Starting($"Driver {state.Driver.Task} is leaving; the next one is asked for when it has ended.")
            : Starting($"Driver {state.Driver.Task} starts.");
    }

    /// <summary>The wait is told by its whole length: what is left of it would be a new reason every time.</summary>
    private static WaitReason? Backoff(RoleState state, long now)
    {
        if (now >= state.DriverBackoff.Until || state.Explaining)
        {
            return null;
        }

        var seconds = (state.DriverBackoff.Length / 1000.0).ToString("0.#", CultureInfo.InvariantCulture);
        return new WaitReason(
            "starting_driver",
            $"Spark's driver failed to start and is tried again after {seconds} s: {state.LastFailure}",
            ImmutableSortedDictionary<string, long>.Empty.Add("failures", state.DriverBackoff.Failures).Add("backoffMs", state.DriverBackoff.Length));
    }

    private static WaitReason? FromPool(RoleState state)
    {
        var reason = state.Reasons.GetValueOrDefault(state.Classes.Driver) ?? state.Reasons.GetValueOrDefault(state.Classes.Minimum);
        return reason is null ? null : new WaitReason(reason.Name, reason.Message, reason.Numbers);
    }

    private static WaitReason Starting(string message) => new("starting_driver", message, ImmutableSortedDictionary<string, long>.Empty);
}
