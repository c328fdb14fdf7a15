using System.Collections.Concurrent;
using CoScheduler.Master.Loop;
using CoScheduler.Pool;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Master.Dispatch;

/// <summary>
/// The agents, who announced them, and who is away. Changed on the pool's thread only, so that what an agent tells and
/// what it is ordered stay in the order of the steps.
/// </summary>
internal sealed class AgentDirectory(OrderExecution execution, MasterOptions options, TimeProvider time, ILogger logger, Action<Work> post)
{
    private readonly ConcurrentDictionary<AgentId, AgentLink> _links = new();
    private readonly Dictionary<AgentId, AgentLink> _former = [];
    private readonly Dictionary<AgentId, ITimer> _away = [];

    public AgentLink? Find(AgentId agent) => _links.GetValueOrDefault(agent);

    public ICollection<AgentLink> Links => _links.Values;

    /// <summary>An order for an agent that is not here is dropped: when it comes, it is ordered anew from the state.</summary>
    public void Post(SubstrateEffect order) => Find(order.Agent)?.Post(order);

    public void Up(Turn turn, ISubstrate substrate, AgentUp up)
    {
        Log.AgentIsUp(logger, up.Agent, up.Tasks.Length);
        StopWaiting(up.Agent);
        CutLink(up.Agent);
        if (turn.Step(new RegisterAgent(up.Agent, up.Total, up.Attributes)).Refusal is { } refusal)
        {
            Log.AgentRefused(logger, up.Agent, refusal.Message);
            return;
        }

        foreach (var report in Reconciliation.Reports(up, turn.Pool.Snapshot()))
        {
            turn.Step(report);
        }

        turn.Close();
        turn.AfterCommit(snapshot => Connect(substrate, up, snapshot));
    }

    public void Down(Turn turn, AgentDown down)
    {
        Log.AgentIsDown(logger, down.Agent, down.TasksAreGone);
        CutLink(down.Agent);
        if (down.TasksAreGone)
        {
            StopWaiting(down.Agent);
            turn.Step(new AgentLost(down.Agent));
        }
        else
        {
            AwaitReturn(down.Agent);
        }
    }

    /// <summary>What was seen of a task that the pool no longer holds is answered at once, or it would stay for ever.</summary>
    public void Observe(Turn turn, TaskObserved observed)
    {
        if (turn.Step(new TaskReported(observed.Task, Understood(turn, observed))).Refusal is not null && Reconciliation.ForUnknown(observed) is { } order)
        {
            turn.AfterCommit(_ => Post(order));
        }
    }

    /// <summary>An agent that doesn't know what it was told to launch has a tombstone of it: to order it again would never end.</summary>
    private static TaskReport Understood(Turn turn, TaskObserved observed) =>
        observed.Report.Condition == TaskCondition.Unknown && turn.Pool.Snapshot().FindTask(observed.Task)?.State == AllocationState.Launching
            ? observed.Report with { Condition = TaskCondition.FailedToStart }
            : observed.Report;

    /// <summary>Gives an agent that is not here its timeout to come.</summary>
    public void AwaitReturn(AgentId agent)
    {
        if (_away.ContainsKey(agent))
        {
            return;
        }

        _away[agent] = time.CreateTimer(_ => post(new Notice(turn => GiveUp(turn, agent))), null, options.AgentTimeout, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Ends all links and waits for nobody any more.</summary>
    /// <returns>When no call is under way.</returns>
    public Task EndAsync()
    {
        foreach (var agent in _away.Keys.ToArray())
        {
            StopWaiting(agent);
        }

        var links = _links.Values.ToArray();
        foreach (var link in links)
        {
            link.Cut();
        }

        return Task.WhenAll(links.Select(link => link.Ended));
    }

    private void GiveUp(Turn turn, AgentId agent)
    {
        if (_away.Remove(agent, out var timer))
        {
            timer.Dispose();
            Log.AgentGivenUp(logger, agent);
            turn.Step(new AgentLost(agent));
        }
    }

    private void Connect(ISubstrate substrate, AgentUp up, PoolSnapshot snapshot)
    {
        _former.Remove(up.Agent, out var before);
        var link = new AgentLink(substrate, up.Agent, execution, before, options.RetryDelay, time, logger);
        _links[up.Agent] = link;
        foreach (var order in Reconciliation.Orders(up, snapshot))
        {
            link.Post(order);
        }
    }

    private void CutLink(AgentId agent)
    {
        if (_links.TryRemove(agent, out var link))
        {
            link.Cut();
            _former[agent] = link;
        }
    }

    private void StopWaiting(AgentId agent)
    {
        if (_away.Remove(agent, out var timer))
        {
            timer.Dispose();
        }
    }
}
