using System.Collections.Immutable;
using CoScheduler.Pool;

namespace CoScheduler.Frameworks.Services;

/// <summary>The life of a replica.</summary>
public enum ReplicaState
{
    /// <summary>Wanted; the pool has no place for it yet.</summary>
    Waiting,

    /// <summary>It has a place and is being started.</summary>
    Starting,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>It was asked to end.</summary>
    Stopping,

    /// <summary>It ended by itself and is started again after a while.</summary>
    BackingOff,
}

/// <summary>A service as it stands.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Role">The role that it counts against.</param>
/// <param name="Replicas">How many are wanted.</param>
/// <param name="Running">How many run.</param>
/// <param name="Revision">Counted from 1, with every change of what a replica is.</param>
/// <param name="UpToDate">How many run what was applied last.</param>
/// <param name="Created">When it was first applied.</param>
/// <param name="Deleting">Whether it was deleted and its replicas are ending.</param>
/// <param name="Template">What a replica is.</param>
/// <param name="Reason">Why replicas wait, as the pool says it; null if none does.</param>
/// <param name="Refusal">Why the pool refuses its demand; null if it doesn't.</param>
/// <param name="Members">Its replicas; those that end after a scale-down come last.</param>
public sealed record ServiceView(
    string Name,
    RoleName Role,
    int Replicas,
    int Running,
    int Revision,
    int UpToDate,
    DateTimeOffset Created,
    bool Deleting,
    ReplicaTemplate Template,
    PendingReason? Reason,
    Refusal? Refusal,
    ImmutableArray<ReplicaView> Members);

/// <summary>A replica as it stands.</summary>
/// <param name="Ordinal">Its number, from 1.</param>
/// <param name="State">Its state.</param>
/// <param name="Since">Since when.</param>
/// <param name="Task">Its task, if it has one.</param>
/// <param name="Agent">Where it is, if it has a place.</param>
/// <param name="Revision">What it runs; 0 while it runs nothing.</param>
/// <param name="Ports">Its ports, in the order of the template.</param>
/// <param name="Restarts">How often it ended by itself.</param>
/// <param name="Until">When it is started again, while it backs off.</param>
/// <param name="LastFailure">How it last ended by itself; null if it never did.</param>
public sealed record ReplicaView(
    int Ordinal,
    ReplicaState State,
    DateTimeOffset Since,
    TaskId? Task,
    AgentId? Agent,
    int Revision,
    ImmutableArray<int> Ports,
    int Restarts,
    DateTimeOffset? Until,
    ReplicaFailure? LastFailure);

/// <summary>How a replica ended by itself.</summary>
/// <param name="At">When.</param>
/// <param name="Task">Its task.</param>
/// <param name="ExitCode">Its exit code, if it had one.</param>
/// <param name="Detail">One sentence for people, or null.</param>
/// <param name="LogTail">The last lines that it printed; null until they are read, or if there are none.</param>
public sealed record ReplicaFailure(DateTimeOffset At, TaskId? Task, int? ExitCode, string? Detail, string? LogTail);

/// <summary>How long replicas waited from being wanted to running, since the server started.</summary>
/// <param name="Started">How many started.</param>
/// <param name="MedianWaitMilliseconds">The median wait.</param>
/// <param name="LongestWaitMilliseconds">The longest wait.</param>
public sealed record ServiceStatistics(int Started, long MedianWaitMilliseconds, long LongestWaitMilliseconds);

/// <summary>What became of a service in a manifest.</summary>
public enum ApplyOutcome
{
    /// <summary>It is new.</summary>
    Created,

    /// <summary>It was there and has changed.</summary>
    Updated,

    /// <summary>It is as it was.</summary>
    Unchanged,
}

/// <summary>A service of a manifest that was applied.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Revision">Its revision now.</param>
public sealed record AppliedService(string Name, ApplyOutcome Outcome, int Revision)
{
    /// <summary>The role that it counts against.</summary>
    public RoleName Role { get; init; }
}

/// <summary>What came of applying a manifest: all of it, or nothing if there is an error.</summary>
/// <param name="Services">The services.</param>
/// <param name="Errors">Every error.</param>
/// <param name="Warnings">Every warning.</param>
public sealed record ApplyResult(ImmutableArray<AppliedService> Services, ImmutableArray<ManifestFault> Errors, ImmutableArray<ManifestFault> Warnings);

/// <summary>Why something can't be done to a service.</summary>
/// <param name="Code"><c>unknown_service</c> or <c>invalid</c>.</param>
/// <param name="Message">One sentence that says what to do.</param>
public sealed record ServiceFault(string Code, string Message);
