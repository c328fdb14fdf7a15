using CoScheduler.Pool;

namespace CoScheduler.Embedded.DuckDb;

/// <summary>A worker as it stands.</summary>
/// <param name="Task">Its task.</param>
/// <param name="Role">The role that it counts against.</param>
/// <param name="Agent">Where it runs.</param>
/// <param name="Resources">What it may use.</param>
/// <param name="State"><c>starting</c>, <c>ready</c> or <c>leaving</c>.</param>
/// <param name="Slots">How many executions it runs at once.</param>
/// <param name="Busy">How many it runs.</param>
/// <param name="ProcessId">Its process; null until it is connected.</param>
public sealed record WorkerView(TaskId Task, RoleName Role, AgentId Agent, ResourceVector Resources, string State, int Slots, int Busy, int? ProcessId);

/// <summary>What became of workers since this server's start.</summary>
/// <param name="Granted">How many were seen running.</param>
/// <param name="Reclaimed">How many were asked back and went within their grace.</param>
/// <param name="Preempted">How many were asked back and killed after their grace.</param>
public sealed record WorkerCounters(long Granted, long Reclaimed, long Preempted);
