using CoScheduler.Pool.Reclaim;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Steps;

internal static class AgentSteps
{
    public static Refusal? Check(PoolState state, Command command) => command switch
    {
        RegisterAgent c => Refuse.Id("an agent", c.Agent.Value) ?? CheckTotal(c),
        AgentLost c => Refuse.Agent(state, c.Agent),
        RemoveAgent c => Refuse.Agent(state, c.Agent) ?? CheckEmpty(state, c.Agent),
        CordonAgent c => Refuse.Agent(state, c.Agent),
        DrainAgent c => Refuse.Agent(state, c.Agent) ?? Refuse.Milliseconds("deadline", c.DeadlineMilliseconds),
        ResumeAgent c => Refuse.Agent(state, c.Agent),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name),
    };

    public static void Carry(Deciding step, Command command)
    {
        switch (command)
        {
            case RegisterAgent c:
                Register(step, c);
                break;
            case AgentLost c:
                Lose(step, step.State.Agents[c.Agent.Value]);
                break;
            case RemoveAgent c:
                Clear(step, step.State.Agents[c.Agent.Value]);
                step.Decide(new AgentForgotten(c.Agent));
                break;
            case CordonAgent c when !step.State.Agents[c.Agent.Value].Cordoned:
                step.Decide(new AgentCordoned(c.Agent));
                Clear(step, step.State.Agents[c.Agent.Value]);
                break;
            case DrainAgent c:
                Drain(step, step.State.Agents[c.Agent.Value], c.DeadlineMilliseconds);
                break;
            case ResumeAgent c when step.State.Agents[c.Agent.Value] is { Cordoned: true } or { Draining: true }:
                step.Decide(new AgentResumed(c.Agent));
                break;
        }
    }

    private static Refusal? CheckTotal(RegisterAgent c) =>
        c.Total.IsZero ? Refuse.Because(RefusalCode.InvalidAmount, $"Agent '{c.Agent}' has nothing; give at least one resource.") : null;

    private static Refusal? CheckEmpty(PoolState state, AgentId agent) =>
        state.Agents[agent.Value].Allocations.Count == 0
            ? null
            : Refuse.Because(RefusalCode.AgentInUse, $"Agent '{agent}' still runs {state.Agents[agent.Value].Allocations.Count} tasks; drain it first.");

    private static void Register(Deciding step, RegisterAgent c)
    {
        var known = step.State.Agents.GetValueOrDefault(c.Agent.Value);
        if (known is { Presence: Presence.Here } && known.Total.Equals(c.Total) && Same(known, c))
        {
            return;
        }

        var smaller = known is not null && !known.Total.FitsIn(c.Total);
        step.Decide(new AgentRegistered(c.Agent, c.Total, c.Attributes));
        if (smaller)
        {
            Clear(step, known!);
            DeficitReclaim.Run(step, known!);
        }
    }

    private static bool Same(AgentEntry known, RegisterAgent c) =>
        known.Attributes.Count == c.Attributes.Count
        && known.Attributes.All(pair => c.Attributes.TryGetValue(pair.Key, out var value) && value == pair.Value);

    private static void Lose(Deciding step, AgentEntry agent)
    {
        if (agent.Presence == Presence.Lost)
        {
            return;
        }

        Clear(step, agent);
        step.Decide(new AgentGivenUp(agent.Id));
        foreach (var id in agent.Allocations.ToList())
        {
            Endings.Close(step, step.State.Allocations[id], AllocationEnd.Lost, null, $"Agent {agent.Id} was lost.");
        }
    }

    private static void Drain(Deciding step, AgentEntry agent, long? milliseconds)
    {
        PoolTime? deadline = milliseconds is { } within ? step.Now.Plus(within) : null;
        if (!agent.Draining || agent.DrainDeadline != deadline)
        {
            step.Decide(new AgentDraining(agent.Id, deadline));
        }

        Clear(step, agent);
        foreach (var allocation in agent.Allocations.Select(id => step.State.Allocations[id]).ToList())
        {
            var grace = Math.Min(Endings.GraceOf(step, allocation), milliseconds ?? long.MaxValue);
            Endings.AskBack(step, allocation, ReclaimCause.Drain, grace);
        }
    }

    /// <summary>Nothing new starts there: what is offered or planned there goes.</summary>
    private static void Clear(Deciding step, AgentEntry agent)
    {
        Endings.Rescind(step, agent.Offers.Select(id => step.State.Offers[id]));
        Endings.Drop(step, step.State.Plans.Values.Where(plan => plan.Agents.Contains(agent.Id)), PlanOutcome.Broken);
    }
}
