using System.Collections.Frozen;
using System.Threading.Channels;
using CoScheduler.Local.Protocol;
using CoScheduler.Local.Substrate;
using CoScheduler.Master;
using CoScheduler.Pool;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Local;

/// <summary>
/// This machine as a substrate: each agent is a supervisor, a process of its own that starts the agent's tasks, outlives its
/// server for the recovery timeout and is taken over by the next (recovery.md section 3). Tasks are processes in sessions and
/// control groups of their own; memory is bounded, cpus are shares. Only Linux.
/// </summary>
public sealed class LocalSubstrate : ISubstrate, IAsyncDisposable
{
    private const int LongestTaskId = 128;

    private readonly Channel<SubstrateEvent> _events = Channel.CreateUnbounded<SubstrateEvent>(new UnboundedChannelOptions { SingleReader = true });
    private readonly FrozenDictionary<AgentId, AgentLink> _links;

    /// <summary>Made from options; nothing is started yet.</summary>
    /// <param name="options">The options.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="logger">For people.</param>
    /// <exception cref="LocalSubstrateException">The options are wrong: all faults in one message.</exception>
    public LocalSubstrate(LocalSubstrateOptions options, TimeProvider timeProvider, ILogger<LocalSubstrate> logger)
    {
        if (LocalSubstrateOptionsValidator.Validate(options) is { Count: > 0 } errors)
        {
            throw new LocalSubstrateException("local_options", string.Join(" ", errors));
        }

        _links = options.Agents.ToFrozenDictionary(agent => agent.Id, agent => new AgentLink(agent, options, _events.Writer, timeProvider, logger));
    }

    /// <inheritdoc />
    public ChannelReader<SubstrateEvent> Events => _events.Reader;

    /// <inheritdoc />
    /// <exception cref="LocalSubstrateException">An agent can't be had; those that could are left to their leash.</exception>
    public Task StartAsync(long epoch, CancellationToken cancellationToken) =>
        Task.WhenAll(_links.Values.Select(link => link.StartAsync(epoch, cancellationToken)));

    /// <inheritdoc />
    public Task LaunchAsync(AgentId agent, LaunchOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        var spec = order.Spec;
        ArgumentOutOfRangeException.ThrowIfZero(spec.Command.Length);
        return CallAsync(
            agent,
            order.Task,
            task => new LaunchCall(new TaskOrder(task, order.Resources["cpus"], order.Resources["mem"], spec.Command, spec.Environment, order.Secrets, spec.WorkingDirectory, spec.PoliteSignal)),
            cancellationToken);
    }

    /// <inheritdoc />
    public Task SignalAsync(AgentId agent, TaskId task, CancellationToken cancellationToken) =>
        CallAsync(agent, task, name => new SignalCall(name), cancellationToken);

    /// <inheritdoc />
    public Task KillAsync(AgentId agent, TaskId task, CancellationToken cancellationToken) =>
        CallAsync(agent, task, name => new KillCall(name), cancellationToken);

    /// <inheritdoc />
    public Task ForgetAsync(AgentId agent, TaskId task, CancellationToken cancellationToken) =>
        CallAsync(agent, task, name => new ForgetCall(name), cancellationToken);

    /// <inheritdoc />
    public Task<LogSlice?> ReadLogAsync(AgentId agent, TaskId task, LogStream stream, long offset, int limit, CancellationToken cancellationToken) =>
        TaskLogs.ReadAsync(Link(agent).Folder, Checked(task), stream, offset, limit, cancellationToken);

    /// <inheritdoc />
    public async Task StopAsync(bool leaveTasks, CancellationToken cancellationToken)
    {
        await Task.WhenAll(_links.Values.Select(link => link.StopAsync(leaveTasks, cancellationToken))).ConfigureAwait(false);
        _ = _events.Writer.TryComplete();
    }

    /// <summary>Lets go of the supervisors as a crash would: what runs is left to the leash.</summary>
    /// <returns>When the connections have ended.</returns>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(leaveTasks: true, CancellationToken.None).ConfigureAwait(false);
        foreach (var link in _links.Values)
        {
            link.Dispose();
        }
    }

    private Task CallAsync(AgentId agent, TaskId task, Func<string, ServerMessage> message, CancellationToken cancellationToken) =>
        Link(agent).CallAsync(message(Checked(task).Value), cancellationToken);

    private AgentLink Link(AgentId agent) =>
        _links.TryGetValue(agent, out var link) ? link : throw new ArgumentException($"There is no agent {agent} on this machine.", nameof(agent));

    private static TaskId Checked(TaskId task) =>
        LocalSubstrateOptionsValidator.IsFileName(task.Value, LongestTaskId)
            ? task
            : throw new ArgumentException($"The task id '{task}' is not one: use 1 to {LongestTaskId} letters, digits, '.', '_' and '-'.", nameof(task));
}
