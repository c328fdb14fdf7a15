using System.Collections.Immutable;
using CoScheduler.Pool;
using CoScheduler.Simulation.Workloads;

namespace CoScheduler.Simulation.WhatIf;

/// <summary>What the agents did, and what was done to them.</summary>
internal static class AgentHistory
{
    public static ImmutableArray<AgentChange> Of(RecordedPast past)
    {
        var changes = new List<AgentChange>();
        var here = new Dictionary<AgentId, RegisterAgent>();
        foreach (var agent in KnownFromBefore(past))
        {
            here[agent.Agent] = agent;
            changes.Add(new AgentChange(past.Start.Milliseconds, agent));
        }

        foreach (var step in past.Steps)
        {
            if (Changes(here, step.Command))
            {
                changes.Add(new AgentChange(step.At.Milliseconds, step.Command));
            }
        }

        return [.. changes];
    }

    /// <summary>Agents of which the steps only say later that they are there again: they were there from the beginning.</summary>
    private static IEnumerable<RegisterAgent> KnownFromBefore(RecordedPast past)
    {
        if (past.Known is not { } known)
        {
            return [];
        }

        var first = past.Steps.Select(step => step.Command).OfType<RegisterAgent>().GroupBy(agent => agent.Agent).ToDictionary(group => group.Key, group => group.First());
        var used = past.Steps.SelectMany(step => step.Decisions).Select(decision => decision switch
        {
            AllocationMade made => made.Agent,
            AllocationTaken taken => taken.Agent,
            _ => (AgentId?)null,
        });
        return used.OfType<AgentId>().Concat(known.Agents.Values.Where(agent => agent.State != AgentState.Lost).Select(agent => agent.Id)).Distinct()
            .OrderBy(agent => agent.Value, StringComparer.Ordinal)
            .Select(agent => first.GetValueOrDefault(agent) ?? (known.Agents.TryGetValue(agent.Value, out var view) ? new RegisterAgent(agent, view.Total, view.Attributes) : null))
            .OfType<RegisterAgent>();
    }

    /// <summary>An agent that only says again what it has, as after a restart of the server, changes nothing.</summary>
    private static bool Changes(Dictionary<AgentId, RegisterAgent> here, Command command)
    {
        switch (command)
        {
            case RegisterAgent agent:
                var changed = !here.TryGetValue(agent.Agent, out var before) || !before.Total.Equals(agent.Total) || !before.Attributes.SequenceEqual(agent.Attributes);
                here[agent.Agent] = agent;
                return changed;
            case AgentLost lost:
                return here.Remove(lost.Agent);
            case RemoveAgent removed:
                here.Remove(removed.Agent);
                return true;
            default:
                return command is CordonAgent or DrainAgent or ResumeAgent;
        }
    }
}
