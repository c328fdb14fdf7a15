using System.Collections.Immutable;

namespace CoScheduler.Pool;

/// <summary>An agent is here, new or again, or has changed.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="Total">All that tasks may use on it.</param>
/// <param name="Attributes">What constraints match against.</param>
public sealed record AgentRegistered(AgentId Agent, ResourceVector Total, ImmutableSortedDictionary<string, string> Attributes) : Decision
{
    /// <summary>What keeps tasks away that don't tolerate it; null is nothing.</summary>
    public ImmutableArray<Taint>? Taints { get; init; }

    /// <summary>What of the total it keeps for roles, by path; null is nothing.</summary>
    public ImmutableSortedDictionary<string, ResourceVector>? Reserved { get; init; }
}

/// <summary>What others than our frameworks use on an agent has changed.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="Resources">How much in all.</param>
public sealed record ForeignChanged(AgentId Agent, ResourceVector Resources) : Decision;

/// <summary>What an operator keeps for a role on an agent has changed.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="Role">The role.</param>
/// <param name="Resources">How much in all.</param>
public sealed record ReservationChanged(AgentId Agent, RoleName Role, ResourceVector Resources) : Decision;

/// <summary>An agent has not been seen since a restart.</summary>
/// <param name="Agent">The agent.</param>
public sealed record AgentWentAway(AgentId Agent) : Decision;

/// <summary>An agent is lost, with everything on it.</summary>
/// <param name="Agent">The agent.</param>
public sealed record AgentGivenUp(AgentId Agent) : Decision;

/// <summary>An agent is gone for good.</summary>
/// <param name="Agent">The agent.</param>
public sealed record AgentForgotten(AgentId Agent) : Decision;

/// <summary>Nothing new starts on the agent.</summary>
/// <param name="Agent">The agent.</param>
public sealed record AgentCordoned(AgentId Agent) : Decision;

/// <summary>Nothing new starts on the agent, and what runs there is asked back.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="Deadline">When it should be empty at the latest; null leaves it to each role's grace.</param>
public sealed record AgentDraining(AgentId Agent, PoolTime? Deadline) : Decision;

/// <summary>The agent takes tasks again.</summary>
/// <param name="Agent">The agent.</param>
public sealed record AgentResumed(AgentId Agent) : Decision;
