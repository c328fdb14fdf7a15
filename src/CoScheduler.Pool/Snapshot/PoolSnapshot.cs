using System.Collections.Immutable;

namespace CoScheduler.Pool;

/// <summary>The pool as it was after a step: immutable, for whoever reads.</summary>
public sealed record PoolSnapshot
{
    /// <summary>How many commands the pool had seen.</summary>
    public required long Number { get; init; }

    /// <summary>The time of the last of them.</summary>
    public required PoolTime Time { get; init; }

    /// <summary>Whether grants wait for agents to come back after a restart.</summary>
    public required bool RestartGate { get; init; }

    /// <summary>The tree in force.</summary>
    public required QuotaTree Quota { get; init; }

    /// <summary>Every role, by path.</summary>
    public required ImmutableSortedDictionary<string, RoleView> Roles { get; init; }

    /// <summary>Every agent, by id.</summary>
    public required ImmutableSortedDictionary<string, AgentView> Agents { get; init; }

    /// <summary>Every framework, by id.</summary>
    public required ImmutableSortedDictionary<string, FrameworkView> Frameworks { get; init; }

    /// <summary>Every demand, by framework and class.</summary>
    public required ImmutableArray<DemandView> Demands { get; init; }

    /// <summary>Every outstanding offer, by id.</summary>
    public required ImmutableSortedDictionary<long, OfferView> Offers { get; init; }

    /// <summary>Every allocation that has not ended, by id.</summary>
    public required ImmutableSortedDictionary<long, AllocationView> Allocations { get; init; }

    /// <summary>An allocation by its task.</summary>
    /// <param name="task">The task.</param>
    /// <returns>The allocation, or null if there is none that has not ended.</returns>
    public AllocationView? FindTask(TaskId task)
    {
        foreach (var allocation in Allocations.Values)
        {
            if (allocation.Task == task)
            {
                return allocation;
            }
        }

        return null;
    }
}

/// <summary>A role as it stands.</summary>
/// <param name="Name">Its path.</param>
/// <param name="Quota">What it may have.</param>
/// <param name="FairShare">What it is due now, by water-filling (pool.md section 4).</param>
/// <param name="Used">Allocated, offered and held, its children's included.</param>
/// <param name="Wanted">The demand that it has, what it uses included.</param>
/// <param name="Lent">The part of its guarantee that others use.</param>
/// <param name="Borrowed">What it uses above its guarantee.</param>
/// <param name="Guarantee">What it is guaranteed: what its quota names, and of what it doesn't name what its children are guaranteed.</param>
/// <param name="Cap">What it may use at most: its limit, or its guarantee with what it may borrow; what is not named is not bounded.</param>
/// <param name="Kept">What its guarantee covers of what it uses: its keep-set. All else that it uses is elastic.</param>
public sealed record RoleView(
    RoleName Name,
    RoleQuota Quota,
    ResourceVector FairShare,
    ResourceVector Used,
    ResourceVector Wanted,
    ResourceVector Lent,
    ResourceVector Borrowed,
    ResourceVector Guarantee,
    ResourceVector Cap,
    ResourceVector Kept);

/// <summary>The state of an agent.</summary>
public enum AgentState
{
    /// <summary>Takes tasks.</summary>
    Active,

    /// <summary>Takes no new tasks.</summary>
    Cordoned,

    /// <summary>Takes no new tasks, and what runs there is reclaimed.</summary>
    Draining,

    /// <summary>Known from before a restart, and not yet back.</summary>
    Away,

    /// <summary>Given up.</summary>
    Lost,
}

/// <summary>An agent as it stands. <c>Total = Free + Offered + Held + Allocated + reserved and unused + Foreign - Deficit</c>.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State">Its state.</param>
/// <param name="Total">What it has.</param>
/// <param name="Free">What nobody has.</param>
/// <param name="Offered">What is in offers.</param>
/// <param name="Held">What is kept for plans.</param>
/// <param name="Allocated">What allocations have, stuck ones included.</param>
/// <param name="Deficit">What it has less than is allocated.</param>
/// <param name="Attributes">What constraints match against.</param>
/// <param name="Foreign">What others than our frameworks use.</param>
/// <param name="Reserved">What is kept for roles and not used, by path.</param>
/// <param name="Taints">What keeps tasks away that don't tolerate it.</param>
public sealed record AgentView(
    AgentId Id,
    AgentState State,
    ResourceVector Total,
    ResourceVector Free,
    ResourceVector Offered,
    ResourceVector Held,
    ResourceVector Allocated,
    ResourceVector Deficit,
    ImmutableSortedDictionary<string, string> Attributes,
    ResourceVector Foreign,
    ImmutableSortedDictionary<string, ResourceVector> Reserved,
    ImmutableArray<Taint> Taints);

/// <summary>A framework as it stands.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">For people.</param>
/// <param name="Roles">The roles it may ask in.</param>
/// <param name="Suppressed">The roles that it wants no offers in.</param>
/// <param name="Instance">Which instance of it is registered, counted from 1.</param>
/// <param name="GoneUntil">When it is torn down unless it is back; null while it is there.</param>
public sealed record FrameworkView(FrameworkId Id, string Name, ImmutableArray<RoleName> Roles, ImmutableArray<RoleName> Suppressed, long Instance, PoolTime? GoneUntil);

/// <summary>A demand as it stands.</summary>
/// <param name="Framework">Whose it is.</param>
/// <param name="Class">Its name.</param>
/// <param name="Target">How many in all.</param>
/// <param name="Allocated">How many it has.</param>
/// <param name="Missing">How many it has not, offered ones not counted.</param>
/// <param name="Terms">What each is.</param>
/// <param name="Since">Since when something is missing; null if nothing is.</param>
/// <param name="Reason">Why; null if nothing is missing.</param>
public sealed record DemandView(
    FrameworkId Framework,
    DemandClass Class,
    int Target,
    int Allocated,
    int Missing,
    DemandTerms Terms,
    PoolTime? Since,
    PendingReason? Reason);

/// <summary>An outstanding offer.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Framework">Whose it is.</param>
/// <param name="Class">The demand that it answers.</param>
/// <param name="Role">The role that it would count against.</param>
/// <param name="Agent">Where.</param>
/// <param name="Resources">All of it.</param>
/// <param name="Guaranteed">The part that the guarantee covers.</param>
/// <param name="Deadline">When it is rescinded.</param>
public sealed record OfferView(
    OfferId Id,
    FrameworkId Framework,
    DemandClass Class,
    RoleName Role,
    AgentId Agent,
    ResourceVector Resources,
    ResourceVector Guaranteed,
    PoolTime Deadline)
{
    /// <summary>The first offer of the set that it belongs to; null if it stands by itself.</summary>
    public OfferId? Set { get; init; }
}

/// <summary>An allocation as it stands.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Framework">Whose it is.</param>
/// <param name="Class">The demand that it answers.</param>
/// <param name="Role">The role that it counts against.</param>
/// <param name="Agent">Where.</param>
/// <param name="Resources">What it may use.</param>
/// <param name="State">Its state.</param>
/// <param name="Task">Its task; null until launched.</param>
/// <param name="Payload">What it runs; null until launched.</param>
/// <param name="Since">When it entered its state.</param>
/// <param name="Started">When it was first seen running; null before.</param>
/// <param name="Elastic">Whether it is outside what the role's guarantee covers now.</param>
/// <param name="Cause">Why it is asked back, if it is.</param>
/// <param name="Deadline">When the state ends by force, if it has a deadline.</param>
public sealed record AllocationView(
    AllocationId Id,
    FrameworkId Framework,
    DemandClass Class,
    RoleName Role,
    AgentId Agent,
    ResourceVector Resources,
    AllocationState State,
    TaskId? Task,
    string? Payload,
    PoolTime Since,
    PoolTime? Started,
    bool Elastic,
    ReclaimCause? Cause,
    PoolTime? Deadline);
