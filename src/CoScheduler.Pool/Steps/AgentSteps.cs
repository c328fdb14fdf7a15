using System.Collections.Immutable;
using CoScheduler.Pool.Reclaim;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Steps;

internal static class AgentSteps
{
    public static Refusal? Check(PoolState state, Command command) => command switch
    {
        RegisterAgent c => Refuse.Id("an agent", c.Agent.Value) ?? CheckTotal(state, c),
        AgentLost c => Refuse.Agent(state, c.Agent),
        RemoveAgent c => Refuse.Agent(state, c.Agent) ?? CheckEmpty(state, c.Agent),
        CordonAgent c => Refuse.Agent(state, c.Agent),
        DrainAgent c => Refuse.Agent(state, c.Agent) ?? Refuse.Milliseconds("deadline", c.DeadlineMilliseconds),
        ResumeAgent c => Refuse.Agent(state, c.Agent),
        SetForeign c => Refuse.Agent(state, c.Agent) ?? Refuse.Amounts(c.Resources),
        SetReservation c => Refuse.Agent(state, c.Agent) ?? Refuse.Role(state, c.Role) ?? Refuse.Amounts(c.Resources) ?? CheckReservation(state, c),
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
            case SetForeign c when !step.State.Agents[c.Agent].Foreign.Equals(c.Resources):
                SetForeign(step, c);
                break;
            case SetReservation c when !DynamicOf(step.State, c).Equals(c.Resources):
                step.Decide(new ReservationChanged(c.Agent, c.Role, c.Resources));
                Endings.Rescind(step, step.State.Agents[c.Agent].Offers);
                break;
            case ResumeAgent c when step.State.Agents[c.Agent.Value] is { Cordoned: true } or { Draining: true }:
                step.Decide(new AgentResumed(c.Agent));
                Relief.On(step, step.State.Agents[c.Agent.Value]);
                break;
        }
    }

    private static Refusal? CheckTotal(PoolState state, RegisterAgent c)
    {
        if (c.Total.IsZero)
        {
            return Refuse.Because(RefusalCode.InvalidAmount, $"Agent '{c.Agent}' has nothing; give at least one resource.");
        }

        var reserved = (c.Reserved ?? ImmutableSortedDictionary<string, ResourceVector>.Empty).Aggregate(ResourceVector.Empty, (sum, entry) => sum.Plus(entry.Value.Counted()));
        if (!reserved.FitsIn(c.Total.Counted()))
        {
            return Refuse.Because(RefusalCode.InvalidAmount, $"Agent '{c.Agent}' reserves {reserved} of {c.Total}; reserve no more than it has.");
        }

        return Refuse.Amounts(c.Total) ?? CheckSum(state, c);
    }

    /// <summary>Sums stay exact: the pool as a whole has no more of anything than they can hold.</summary>
    private static Refusal? CheckSum(PoolState state, RegisterAgent c)
    {
        var before = state.Agents.Find(c.Agent)?.Total ?? ResourceVector.Empty;
        foreach (var (name, amount) in c.Total.Amounts)
        {
            var slot = state.Dimensions.SlotOf(name);
            var others = Math.Max(state.Agents.TotalSum[slot] - before[name], state.Roles.Root.Usage[slot]);
            if (amount > Defaults.LargestCapacity - others)
            {
                return Refuse.Because(RefusalCode.InvalidAmount, $"With agent '{c.Agent}' there would be too much {name} in all; give it less.");
            }
        }

        return null;
    }

    private static Refusal? CheckReservation(PoolState state, SetReservation c)
    {
        var agent = state.Agents[c.Agent];
        var others = agent.Reservations
            .Where(entry => entry.Key != c.Role.Value)
            .Aggregate(ResourceVector.Empty, (sum, entry) => sum.Plus(entry.Value.Total.Counted()));
        var own = agent.Reservations.TryGetValue(c.Role.Value, out var reservation) ? reservation.Static : ResourceVector.Empty;
        return others.Plus(own).Plus(c.Resources.Counted()).FitsIn(agent.Total.Counted())
            ? null
            : Refuse.Because(RefusalCode.InvalidAmount, $"Agent '{c.Agent}' has {agent.Total}, of which {others.Plus(own)} is reserved already; reserve less.");
    }

    private static Refusal? CheckEmpty(PoolState state, AgentId agent) =>
        state.Agents[agent.Value].Allocations.Count == 0
            ? null
            : Refuse.Because(RefusalCode.AgentInUse, $"Agent '{agent}' still runs {state.Agents[agent.Value].Allocations.Count} tasks; drain it first.");

    private static void Register(Deciding step, RegisterAgent c)
    {
        var known = step.State.Agents.Find(c.Agent);
        if (known is { Presence: Presence.Here } && known.Total.Equals(c.Total) && Same(known, c))
        {
            return;
        }

        var smaller = known is not null && !known.Total.FitsIn(c.Total);
        step.Decide(new AgentRegistered(c.Agent, c.Total, c.Attributes) { Taints = c.Taints, Reserved = c.Reserved });
        if (smaller)
        {
            Clear(step, known!);
            DeficitReclaim.Run(step, known!);
        }
        else if (known is not null)
        {
            Relief.On(step, known);
        }
    }

    private static ResourceVector DynamicOf(PoolState state, SetReservation c) =>
        state.Agents[c.Agent].Reservations.TryGetValue(c.Role.Value, out var reservation) ? reservation.Dynamic : ResourceVector.Empty;

    /// <summary>Offers go at once where others use more; what runs is asked back only where it no longer fits.</summary>
    private static void SetForeign(Deciding step, SetForeign c)
    {
        var agent = step.State.Agents[c.Agent];
        var more = !c.Resources.FitsIn(agent.Foreign);
        step.Decide(new ForeignChanged(c.Agent, c.Resources));
        if (more && agent.HasDeficit)
        {
            Clear(step, agent);
            DeficitReclaim.Run(step, agent);
        }
        else if (!more)
        {
            Relief.On(step, agent);
        }
    }

    private static bool Same(AgentEntry known, RegisterAgent c) =>
        known.Taints.SequenceEqual(c.Taints ?? [])
        && Statics(known).SequenceEqual(c.Reserved ?? ImmutableSortedDictionary<string, ResourceVector>.Empty)
        && known.Attributes.Count == c.Attributes.Count
        && known.Attributes.All(pair => c.Attributes.TryGetValue(pair.Key, out var value) && value == pair.Value);

    private static IEnumerable<KeyValuePair<string, ResourceVector>> Statics(AgentEntry agent) =>
        agent.Reservations.Where(entry => !entry.Value.Static.IsZero).Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Static));

    private static void Lose(Deciding step, AgentEntry agent)
    {
        if (agent.Presence == Presence.Lost)
        {
            return;
        }

        Clear(step, agent);
        step.Decide(new AgentGivenUp(agent.Id));
        foreach (var allocation in agent.Allocations.ToList())
        {
            Endings.Close(step, allocation, AllocationEnd.Lost, null, $"Agent {agent.Id} was lost.");
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
        foreach (var allocation in agent.Allocations.ToList())
        {
            var grace = Math.Min(Endings.GraceOf(step, allocation), milliseconds ?? long.MaxValue);
            Endings.AskBack(step, allocation, ReclaimCause.Drain, grace);
        }
    }

    /// <summary>Nothing new starts there: what is offered or planned there goes.</summary>
    private static void Clear(Deciding step, AgentEntry agent)
    {
        Endings.Rescind(step, agent.Offers);
        Endings.Drop(step, agent.Plans, PlanOutcome.Broken);
    }
}
