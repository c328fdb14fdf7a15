using CoScheduler.Local.ControlGroups;

namespace CoScheduler.Local.Supervisor;

/// <summary>What every task of a supervisor uses.</summary>
/// <param name="Store">What is kept on disk.</param>
/// <param name="Groups">The tasks' groups.</param>
/// <param name="Launcher">Starts processes.</param>
/// <param name="Log">For people.</param>
/// <param name="TimeProvider">The clock.</param>
internal sealed record TaskTools(TaskStore Store, TaskGroups Groups, TaskLauncher Launcher, SupervisorLog Log, TimeProvider TimeProvider);
