using System.Collections.Immutable;
using CoScheduler.Pool;

namespace CoScheduler.Simulation.Reports;

/// <summary>
/// Measures a pool by its decisions alone, so that a simulation and a recorded past are measured by the same rule.
/// </summary>
public sealed class Meter
{
    private const int Samples = 240;

    private readonly long _start;
    private readonly long _end;
    private readonly long _interval;
    private readonly Tally _capacity = new();
    private readonly SortedDictionary<string, AgentMeter> _agents = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, RoleMeter> _roles = new(StringComparer.Ordinal);
    private readonly Dictionary<(FrameworkId, DemandClass), DemandMeter> _demands = [];
    private readonly Dictionary<AllocationId, Measured> _allocations = [];
    private readonly List<Sample> _timeline = [];
    private long _nextSample;

    /// <summary>A meter from one time to another.</summary>
    /// <param name="end">When the measured time ends, in milliseconds.</param>
    /// <param name="start">When it begins.</param>
    public Meter(long end, long start = 0)
    {
        (_start, _end, _nextSample) = (start, end, start);
        _interval = Math.Max(1, (end - start) / Samples);
    }

    /// <summary>Takes in what a step decided.</summary>
    /// <param name="at">When; never earlier than the step before.</param>
    /// <param name="decisions">What was decided, in order.</param>
    public void Observe(PoolTime at, ImmutableArray<Decision> decisions)
    {
        SampleUntil(at.Milliseconds);
        foreach (var decision in decisions)
        {
            Observe(at.Milliseconds, decision);
        }
    }

    /// <summary>Sums up.</summary>
    /// <param name="commands">How many commands the pool was told.</param>
    /// <returns>The report.</returns>
    public SimulationReport Report(long commands)
    {
        SampleUntil(_end);
        var capacity = _capacity.Until(_end).ToImmutableSortedDictionary(c => c.Resource, c => c.Integral, StringComparer.Ordinal);
        var waiting = _demands.Values.Where(demand => demand.Role is not null).ToLookup(demand => demand.Role!.Name, demand => demand.StillWaiting);
        var roles = _roles.Values.Select(role => role.Report(_end, capacity, [.. waiting[role.Name].SelectMany(since => since).Select(since => _end - since)])).ToImmutableArray();
        return new SimulationReport
        {
            Start = _start,
            End = _end,
            Commands = commands,
            Utilisation = capacity.Where(c => c.Value > 0).ToImmutableSortedDictionary(c => c.Key, c => roles.Sum(role => role.Utilisation.GetValueOrDefault(c.Key)), StringComparer.Ordinal),
            Roles = roles,
            Timeline = [.. _timeline],
        };
    }

    private void Observe(long at, Decision decision)
    {
        switch (decision)
        {
            case AgentRegistered registered:
                SetAgent(at, registered.Agent.Value, registered.Total);
                break;
            case AgentGivenUp lost:
                SetAgent(at, lost.Agent.Value, ResourceVector.Empty);
                break;
            case AgentForgotten forgotten:
                SetAgent(at, forgotten.Agent.Value, ResourceVector.Empty);
                _agents.Remove(forgotten.Agent.Value);
                break;
            case DemandStated stated:
                State(at, stated);
                break;
            case FrameworkDismissed dismissed:
                Dismiss(at, dismissed.Framework);
                break;
            case AllocationMade made:
                Allocate(at, made.Allocation, (made.Framework, made.Class), made.Role, made.Agent, made.Resources);
                break;
            case AllocationTaken taken:
                Allocate(at, taken.Allocation, (taken.Framework, taken.Class), taken.Role, taken.Agent, taken.Resources);
                break;
            case ReclaimBegun begun when _allocations.TryGetValue(begun.Allocation, out var allocation):
                allocation.Cause = begun.Cause;
                break;
            case KillUnconfirmed stuck when _allocations.TryGetValue(stuck.Allocation, out var allocation):
                Release(at, allocation);
                break;
            case AllocationClosed closed when _allocations.Remove(closed.Allocation, out var allocation):
                Close(at, allocation, closed.End);
                break;
        }
    }

    private void SetAgent(long at, string id, ResourceVector total)
    {
        if (!_agents.TryGetValue(id, out var agent))
        {
            _agents.Add(id, agent = new AgentMeter());
        }

        _capacity.Add(at, agent.Total, -1);
        _capacity.Add(at, total, 1);
        agent.Total = total;
    }

    private void State(long at, DemandStated stated)
    {
        var demand = Demand((stated.Framework, stated.Class));
        var role = Role(stated.Terms.Role.Value);
        role.Asked(stated.Terms.Shape, stated.Target - demand.Target);
        demand.State(at, stated.Target, role);
    }

    private void Dismiss(long at, FrameworkId framework)
    {
        foreach (var (_, demand) in _demands.Where(pair => pair.Key.Item1 == framework && pair.Value.Role is not null))
        {
            demand.State(at, 0, demand.Role!);
        }
    }

    private void Allocate(long at, AllocationId id, (FrameworkId, DemandClass) key, RoleName role, AgentId agent, ResourceVector resources)
    {
        var measured = new Measured(key, Role(role.Value), agent, resources);
        _allocations.Add(id, measured);
        measured.Role.Used.Add(at, resources, 1);
        if (_agents.TryGetValue(agent.Value, out var there))
        {
            there.Used = there.Used.Plus(resources);
        }

        Demand(key).Allocated(at);
    }

    private void Close(long at, Measured allocation, AllocationEnd end)
    {
        Release(at, allocation);
        allocation.Role.Ended(end, allocation.Cause);
        if (_agents.TryGetValue(allocation.Agent.Value, out var agent))
        {
            agent.Used = agent.Used.Minus(allocation.Resources);
        }
    }

    /// <summary>The role has it no longer, be it that the agent still does.</summary>
    private void Release(long at, Measured allocation)
    {
        if (!allocation.Released)
        {
            allocation.Released = true;
            allocation.Role.Used.Add(at, allocation.Resources, -1);
            Demand(allocation.Demand).Released(at);
        }
    }

    private void SampleUntil(long at)
    {
        for (; _nextSample <= at && _nextSample <= _end; _nextSample += _interval)
        {
            var waiting = _demands.Values.Where(demand => demand.Role is not null).ToLookup(demand => demand.Role!.Name, demand => demand.Missing);
            _timeline.Add(new Sample(
                _nextSample - _start,
                _capacity.Now,
                _roles.Values.ToImmutableSortedDictionary(role => role.Name, role => new RoleSample(role.Used.Now, waiting[role.Name].Sum()), StringComparer.Ordinal)));
            var free = _agents.Values.Select(agent => agent.Total.Minus(agent.Used)).ToList();
            foreach (var role in _roles.Values)
            {
                role.Judge(free);
            }
        }
    }

    private DemandMeter Demand((FrameworkId, DemandClass) key)
    {
        if (!_demands.TryGetValue(key, out var demand))
        {
            _demands.Add(key, demand = new DemandMeter());
        }

        return demand;
    }

    private RoleMeter Role(string name)
    {
        if (!_roles.TryGetValue(name, out var role))
        {
            _roles.Add(name, role = new RoleMeter(name));
        }

        return role;
    }

    private sealed class AgentMeter
    {
        public ResourceVector Total { get; set; } = ResourceVector.Empty;

        public ResourceVector Used { get; set; } = ResourceVector.Empty;
    }

    private sealed class Measured((FrameworkId, DemandClass) demand, RoleMeter role, AgentId agent, ResourceVector resources)
    {
        public (FrameworkId, DemandClass) Demand => demand;

        public RoleMeter Role => role;

        public AgentId Agent => agent;

        public ResourceVector Resources => resources;

        public ReclaimCause? Cause { get; set; }

        public bool Released { get; set; }
    }
}
