using System.Buffers;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Steps;

/// <summary>Checks that several commands share. Null means that nothing is wrong.</summary>
internal static class Refuse
{
    private const int LongestId = 256;
    private const int LongestTaskId = 128;

    private static readonly SearchValues<char> InTaskIds = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    public static Refusal Because(RefusalCode code, string message) => new(code, message);

    public static Refusal? Agent(PoolState state, AgentId agent) =>
        agent.Value is not null && state.Agents.Contains(agent.Value) ? null : Because(RefusalCode.UnknownAgent, $"There is no agent '{agent}'; register it first.");

    public static Refusal? Framework(PoolState state, FrameworkId framework) =>
        framework.Value is not null && state.Frameworks.ContainsKey(framework.Value)
            ? null
            : Because(RefusalCode.UnknownFramework, $"There is no framework '{framework}'; register it first.");

    public static Refusal? Role(PoolState state, RoleName role) =>
        role.Value is not null && state.Roles.Find(role) is not null ? null : Because(RefusalCode.UnknownRole, $"There is no role '{role}'; add it to the quota or name another.");

    /// <summary>Amounts that sums could not hold exactly are no amounts.</summary>
    public static Refusal? Amounts(ResourceVector amounts)
    {
        for (var i = 0; i < amounts.ValueSpan.Length; i++)
        {
            if (amounts.ValueSpan[i] > Defaults.LargestAmount)
            {
                var name = amounts.NameSpan[i];
                return Because(RefusalCode.InvalidAmount, $"{Scheduling.Reason.Amount(name, amounts.ValueSpan[i])} is too much for one; give at most {Scheduling.Reason.Amount(name, Defaults.LargestAmount)}.");
            }
        }

        return null;
    }

    private static bool HasControl(string id)
    {
        foreach (var character in id)
        {
            if (char.IsControl(character))
            {
                return true;
            }
        }

        return false;
    }

    public static Refusal? Id(string what, string? id) =>
        id is { Length: > 0 and <= LongestId } && !HasControl(id)
            ? null
            : Because(RefusalCode.InvalidId, $"The id of {what} is empty, too long or has control characters; use 1 to {LongestId} printable ones.");

    /// <summary>It names files and control groups, and is used once.</summary>
    public static Refusal? NewTask(PoolState state, TaskId task)
    {
        var id = task.Value ?? "";
        if (id.Length is 0 or > LongestTaskId || !id.AsSpan().ContainsAnyExcept('.') || id.AsSpan().ContainsAnyExcept(InTaskIds))
        {
            return Because(RefusalCode.InvalidId, $"A task's id has 1 to {LongestTaskId} letters, digits, '.', '_' and '-', and is not only dots.");
        }

        return state.Tasks.ContainsKey(id) || state.EndedTasks.TryGet(id, out _)
            ? Because(RefusalCode.TaskIdUsed, $"The task id '{id}' was used before; choose another.")
            : null;
    }

    public static Refusal? Milliseconds(string what, long? milliseconds) =>
        milliseconds is null or >= 0 ? null : Because(RefusalCode.OutOfRange, $"The {what} is negative; give 0 or more milliseconds.");

    public static Refusal? Allocation(PoolState state, FrameworkId framework, AllocationId id, out AllocationEntry? allocation)
    {
        if (!state.Allocations.TryGetValue(id.Value, out allocation))
        {
            return Because(RefusalCode.UnknownAllocation, $"There is no allocation {id}; it has ended, or never was.");
        }

        return allocation.Framework == framework ? null : Because(RefusalCode.NotYourAllocation, $"Allocation {id} belongs to '{allocation.Framework}'.");
    }
}
