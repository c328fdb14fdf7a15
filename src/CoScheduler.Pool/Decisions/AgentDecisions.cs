using System.Collections.Immutable;

namespace CoScheduler.Pool;

/// <summary>An agent is here, new or again, or has changed.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="Total">All that tasks may use on it.</param>
/// <param name="Attributes">What constraints match against.</param>
public sealed record AgentRegistered(AgentId Agent, ResourceVector Total, ImmutableSortedDictionary<string, string> Attributes) : Decision;

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
