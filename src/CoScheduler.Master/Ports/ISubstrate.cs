using System.Collections.Immutable;
using System.Threading.Channels;
using CoScheduler.Pool;

namespace CoScheduler.Master;

/// <summary>
/// Where tasks run (recovery.md section 2). Tasks are desired state: every call names a task and can be repeated. A call
/// that can't reach the agent throws <see cref="AgentUnreachableException"/>; the master says it again when the agent is up.
/// </summary>
public interface ISubstrate
{
    /// <summary>What happens on the agents, in order for each agent. One reader: the master.</summary>
    ChannelReader<SubstrateEvent> Events { get; }

    /// <summary>Begins: agents that are here are told by <see cref="AgentUp"/>.</summary>
    /// <param name="epoch">The master's epoch; agents refuse calls of an older one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>When events flow.</returns>
    Task StartAsync(long epoch, CancellationToken cancellationToken);

    /// <summary>Starts a task if the agent neither runs it nor remembers its end.</summary>
    /// <param name="agent">Where.</param>
    /// <param name="order">What.</param>
    /// <param name="cancellationToken">Gives up waiting for the agent's answer.</param>
    /// <returns>When the agent has it; that it runs is told by <see cref="TaskObserved"/>.</returns>
    Task LaunchAsync(AgentId agent, LaunchOrder order, CancellationToken cancellationToken);

    /// <summary>Sends a task its polite signal.</summary>
    /// <param name="agent">Where.</param>
    /// <param name="task">Which.</param>
    /// <param name="cancellationToken">Gives up waiting for the agent's answer.</param>
    /// <returns>When it was sent, or there was nothing to send it to.</returns>
    Task SignalAsync(AgentId agent, TaskId task, CancellationToken cancellationToken);

    /// <summary>
    /// Kills a task and all its descendants: the polite signal first unless it had it at least 1 s ago
    /// (executors-as-tasks.md, "Never SIGKILL without SIGPWR first"), then SIGKILL. Of a task that is not known, a tombstone
    /// is kept, so that a late launch does nothing.
    /// </summary>
    /// <param name="agent">Where.</param>
    /// <param name="task">Which.</param>
    /// <param name="cancellationToken">Gives up waiting for the agent's answer.</param>
    /// <returns>When the agent has it; that it ended is told by <see cref="TaskObserved"/>.</returns>
    Task KillAsync(AgentId agent, TaskId task, CancellationToken cancellationToken);

    /// <summary>The journal knows the task's end: its exit record and its working directory may go. Logs stay for a while.</summary>
    /// <param name="agent">Where.</param>
    /// <param name="task">Which.</param>
    /// <param name="cancellationToken">Gives up waiting for the agent's answer.</param>
    /// <returns>When the agent has it.</returns>
    Task ForgetAsync(AgentId agent, TaskId task, CancellationToken cancellationToken);

    /// <summary>Reads a task's output, of a running or an ended one.</summary>
    /// <param name="agent">Where.</param>
    /// <param name="task">Which.</param>
    /// <param name="stream">Its standard output or its standard error.</param>
    /// <param name="offset">From which byte; negative counts from the end.</param>
    /// <param name="limit">How many bytes at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The bytes with their offset, or null if there is no such log.</returns>
    Task<LogSlice?> ReadLogAsync(AgentId agent, TaskId task, LogStream stream, long offset, int limit, CancellationToken cancellationToken);

    /// <summary>Ends: every task is stopped politely and then killed, or left to the leash.</summary>
    /// <param name="leaveTasks">Leave what runs to the leash, for the next server to take over.</param>
    /// <param name="cancellationToken">When to give up.</param>
    /// <returns>When it has ended.</returns>
    Task StopAsync(bool leaveTasks, CancellationToken cancellationToken);
}

/// <summary>What an agent needs to start a task.</summary>
/// <param name="Task">Its id.</param>
/// <param name="Resources">What it may use; enforced where the substrate can.</param>
/// <param name="Spec">What it runs.</param>
/// <param name="Secrets">The secrets' values, by environment variable. Never logged, never written down.</param>
public sealed record LaunchOrder(TaskId Task, ResourceVector Resources, TaskSpec Spec, ImmutableSortedDictionary<string, string> Secrets);

/// <summary>One of a task's outputs.</summary>
public enum LogStream
{
    /// <summary>Standard output.</summary>
    Out,

    /// <summary>Standard error.</summary>
    Error,
}

/// <summary>A part of a log.</summary>
/// <param name="Offset">The offset of its first byte.</param>
/// <param name="Bytes">The bytes.</param>
/// <param name="Length">How long the whole log is now.</param>
public sealed record LogSlice(long Offset, ReadOnlyMemory<byte> Bytes, long Length);

/// <summary>What happened on an agent.</summary>
/// <param name="Agent">Which.</param>
public abstract record SubstrateEvent(AgentId Agent);

/// <summary>The agent is here, new or again, with all that it knows of its tasks; ends that were not forgotten included.</summary>
/// <param name="Agent">Which.</param>
/// <param name="Total">What it has.</param>
/// <param name="Attributes">What constraints match against.</param>
/// <param name="Tasks">What it knows.</param>
public sealed record AgentUp(
    AgentId Agent,
    ResourceVector Total,
    ImmutableSortedDictionary<string, string> Attributes,
    ImmutableArray<TaskObserved> Tasks) : SubstrateEvent(Agent);

/// <summary>The agent can't be reached. It may come back; the master gives it up after its timeout.</summary>
/// <param name="Agent">Which.</param>
/// <param name="TasksAreGone">Whether it is certain that nothing of it runs any more.</param>
public sealed record AgentDown(AgentId Agent, bool TasksAreGone) : SubstrateEvent(Agent);

/// <summary>What an agent sees of a task.</summary>
/// <param name="Agent">Which agent.</param>
/// <param name="Task">Which task.</param>
/// <param name="Report">What it sees.</param>
public sealed record TaskObserved(AgentId Agent, TaskId Task, TaskReport Report) : SubstrateEvent(Agent);

/// <summary>An agent can't be reached now.</summary>
/// <param name="agent">Which.</param>
/// <param name="inner">Why.</param>
public sealed class AgentUnreachableException(AgentId agent, Exception? inner) : Exception($"Agent {agent} can't be reached.", inner)
{
    /// <summary>Which.</summary>
    public AgentId Agent { get; } = agent;
}
