using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;
using CoScheduler.Master;
using CoScheduler.Pool;

namespace CoScheduler.Tests.Master;

/// <summary>What a substrate was called with.</summary>
internal abstract record Call(AgentId Agent, TaskId Task);

internal sealed record Launched(AgentId Agent, TaskId Task, LaunchOrder Order) : Call(Agent, Task);

internal sealed record Signalled(AgentId Agent, TaskId Task) : Call(Agent, Task);

internal sealed record Killed(AgentId Agent, TaskId Task) : Call(Agent, Task);

internal sealed record Forgotten(AgentId Agent, TaskId Task) : Call(Agent, Task);

/// <summary>A substrate that records its calls and tells what a test says. With <see cref="Obedient"/> it acts as told, at once.</summary>
internal sealed class RecordingSubstrate : ISubstrate
{
    private readonly Channel<SubstrateEvent> _events = Channel.CreateUnbounded<SubstrateEvent>();

    public Recorded<Call> Calls { get; } = new();

    public ConcurrentDictionary<TaskId, string> Logs { get; } = new();

    public bool Obedient { get; init; }

    /// <summary>What calls throw, if anything.</summary>
    public Func<Call, Exception?> Failure { get; set; } = _ => null;

    public long Epoch { get; private set; }

    public bool? Stopped { get; private set; }

    public ChannelReader<SubstrateEvent> Events => _events.Reader;

    public void Tell(SubstrateEvent told) => _events.Writer.TryWrite(told);

    public void Up(string agent, string resources = "cpus:4,mem:4Gi", params TaskObserved[] tasks) =>
        Tell(new AgentUp(new AgentId(agent), ResourceVector.Parse(resources), ImmutableSortedDictionary<string, string>.Empty, [.. tasks]));

    public void Down(string agent, bool tasksAreGone) => Tell(new AgentDown(new AgentId(agent), tasksAreGone));

    public void Runs(string agent, TaskId task) => Tell(Observed(agent, task, TaskCondition.Running));

    public void Exits(string agent, TaskId task, int exitCode = 0) => Tell(Observed(agent, task, TaskCondition.Exited, exitCode));

    public static TaskObserved Observed(string agent, TaskId task, TaskCondition condition, int? exitCode = null) =>
        new(new AgentId(agent), task, new TaskReport(condition, exitCode, null));

    public Task StartAsync(long epoch, CancellationToken cancellationToken)
    {
        Epoch = epoch;
        return Task.CompletedTask;
    }

    public Task LaunchAsync(AgentId agent, LaunchOrder order, CancellationToken cancellationToken) =>
        Record(new Launched(agent, order.Task, order), () => Runs(agent.Value, order.Task));

    public Task SignalAsync(AgentId agent, TaskId task, CancellationToken cancellationToken) =>
        Record(new Signalled(agent, task), () => Exits(agent.Value, task, 143));

    public Task KillAsync(AgentId agent, TaskId task, CancellationToken cancellationToken) =>
        Record(new Killed(agent, task), () => Exits(agent.Value, task, 137));

    public Task ForgetAsync(AgentId agent, TaskId task, CancellationToken cancellationToken) =>
        Record(new Forgotten(agent, task), () => { });

    public Task<LogSlice?> ReadLogAsync(AgentId agent, TaskId task, LogStream stream, long offset, int limit, CancellationToken cancellationToken)
    {
        var text = Logs.GetValueOrDefault(task);
        return Task.FromResult(text is null ? null : new LogSlice(0, System.Text.Encoding.UTF8.GetBytes(text), text.Length));
    }

    public Task StopAsync(bool leaveTasks, CancellationToken cancellationToken)
    {
        Stopped = leaveTasks;
        _events.Writer.TryComplete();
        return Task.CompletedTask;
    }

    private Task Record(Call call, Action obey)
    {
        Calls.Add(call);
        if (Failure(call) is { } failure)
        {
            return Task.FromException(failure);
        }

        if (Obedient)
        {
            obey();
        }

        return Task.CompletedTask;
    }
}
