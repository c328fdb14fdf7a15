using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CoScheduler.Master;

namespace CoScheduler.Local.Protocol;

/// <summary>What a server says to a supervisor. The first message is <see cref="Hello"/>; the others are answered by their number.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Hello), "hello")]
[JsonDerivedType(typeof(LaunchCall), "launch")]
[JsonDerivedType(typeof(SignalCall), "signal")]
[JsonDerivedType(typeof(KillCall), "kill")]
[JsonDerivedType(typeof(ForgetCall), "forget")]
[JsonDerivedType(typeof(EndCall), "end")]
internal abstract record ServerMessage
{
    /// <summary>Counted by the server, for the answer.</summary>
    public long Call { get; init; }
}

/// <summary>Takes the supervisor over.</summary>
/// <param name="Version">The protocol's version.</param>
/// <param name="Epoch">The master's epoch.</param>
/// <param name="LeashMilliseconds">How long tasks outlive this connection.</param>
/// <param name="KillWaitMilliseconds">How long after its polite signal a task is killed.</param>
internal sealed record Hello(int Version, long Epoch, long LeashMilliseconds, long KillWaitMilliseconds) : ServerMessage;

/// <summary>Starts a task.</summary>
/// <param name="Order">The task.</param>
internal sealed record LaunchCall(TaskOrder Order) : ServerMessage;

/// <summary>Sends a task its polite signal.</summary>
/// <param name="Task">Which.</param>
internal sealed record SignalCall(string Task) : ServerMessage;

/// <summary>Kills a task.</summary>
/// <param name="Task">Which.</param>
internal sealed record KillCall(string Task) : ServerMessage;

/// <summary>Drops what is kept of a task, but for its logs.</summary>
/// <param name="Task">Which.</param>
internal sealed record ForgetCall(string Task) : ServerMessage;

/// <summary>Ends all tasks and the supervisor.</summary>
internal sealed record EndCall : ServerMessage;

/// <summary>A task to start.</summary>
/// <param name="Task">Its id.</param>
/// <param name="MilliCpus">Thousandths of a cpu.</param>
/// <param name="MemoryBytes">Bytes; 0 is no bound.</param>
/// <param name="Command">The program and its arguments.</param>
/// <param name="Environment">Its environment beside the minimal one.</param>
/// <param name="Secrets">The same, for values that are written down nowhere.</param>
/// <param name="WorkingDirectory">Where it runs; null means a folder of its own.</param>
/// <param name="PoliteSignal">How it is asked to go.</param>
internal sealed record TaskOrder(
    string Task,
    long MilliCpus,
    long MemoryBytes,
    ImmutableArray<string> Command,
    ImmutableSortedDictionary<string, string> Environment,
    ImmutableSortedDictionary<string, string> Secrets,
    string? WorkingDirectory,
    PoliteSignal PoliteSignal)
{
    /// <summary>A record's own text would show the secrets.</summary>
    /// <returns>The task's id.</returns>
    public override string ToString() => Task;
}
