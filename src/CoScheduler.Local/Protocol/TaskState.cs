using CoScheduler.Pool;

namespace CoScheduler.Local.Protocol;

/// <summary>What a supervisor says of a task.</summary>
/// <param name="Task">The task.</param>
/// <param name="Condition">What it sees.</param>
/// <param name="ExitCode">The exit code, 128 + n for signal n; null unless it exited.</param>
/// <param name="Detail">One sentence for people, or null.</param>
internal sealed record TaskState(string Task, TaskCondition Condition, int? ExitCode, string? Detail);
