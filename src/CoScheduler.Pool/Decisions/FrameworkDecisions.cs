using System.Collections.Immutable;

namespace CoScheduler.Pool;

/// <summary>A framework is here, new or again.</summary>
/// <param name="Framework">The framework.</param>
/// <param name="Name">For people.</param>
/// <param name="Roles">The roles it may ask in.</param>
/// <param name="FailoverMilliseconds">How long what it holds outlives its absence.</param>
public sealed record FrameworkAdmitted(FrameworkId Framework, string Name, ImmutableArray<RoleName> Roles, long FailoverMilliseconds) : Decision;

/// <summary>A framework has gone away.</summary>
/// <param name="Framework">The framework.</param>
/// <param name="Until">When it is torn down unless it is back.</param>
public sealed record FrameworkLeft(FrameworkId Framework, PoolTime Until) : Decision;

/// <summary>A framework is torn down, its demand with it.</summary>
/// <param name="Framework">The framework.</param>
public sealed record FrameworkDismissed(FrameworkId Framework) : Decision;

/// <summary>A framework wants no offers.</summary>
/// <param name="Framework">The framework.</param>
/// <param name="Role">In this role; null in all.</param>
public sealed record OffersSuppressed(FrameworkId Framework, RoleName? Role) : Decision;

/// <summary>A framework wants offers again, and its filters are gone.</summary>
/// <param name="Framework">The framework.</param>
/// <param name="Role">In this role; null in all.</param>
public sealed record OffersRevived(FrameworkId Framework, RoleName? Role) : Decision;

/// <summary>Offers on an agent that are no larger are not made for a while.</summary>
/// <param name="Framework">The framework.</param>
/// <param name="Role">In this role.</param>
/// <param name="Agent">On this agent.</param>
/// <param name="Resources">Offers that fit into this are hidden.</param>
/// <param name="Until">Until then.</param>
public sealed record OffersFiltered(FrameworkId Framework, RoleName Role, AgentId Agent, ResourceVector Resources, PoolTime Until) : Decision;
