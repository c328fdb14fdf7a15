using CoScheduler.Pool.Roles;

namespace CoScheduler.Pool.State;

/// <summary>All that the pool knows. Only <see cref="Transition"/> changes it.</summary>
internal sealed class PoolState
{
    /// <summary>How many commands were carried out.</summary>
    public long Number { get; set; }

    public PoolTime Now { get; set; }

    public long Epoch { get; set; }

    /// <summary>Until when grants wait for agents; null if they don't.</summary>
    public PoolTime? GateUntil { get; set; }

    public long LastOffer { get; set; }

    public long LastAllocation { get; set; }

    public long LastPlan { get; set; }

    public long LastDemand { get; set; }

    /// <summary>Changes with agents and quotas: what could ever be is judged anew. Not a part of the state.</summary>
    public long World { get; set; }

    public QuotaTree Quota { get; private set; } = QuotaTree.Default;

    public RoleTree Roles { get; private set; } = new(QuotaTree.Default);

    public SortedDictionary<string, AgentEntry> Agents { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, FrameworkEntry> Frameworks { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<DemandKey, DemandEntry> Demands { get; } = [];

    public SortedDictionary<long, OfferEntry> Offers { get; } = [];

    public SortedDictionary<long, AllocationEntry> Allocations { get; } = [];

    public SortedDictionary<long, PlanEntry> Plans { get; } = [];

    /// <summary>Allocations by task; never walked.</summary>
    public Dictionary<string, AllocationEntry> Tasks { get; } = new(StringComparer.Ordinal);

    /// <summary>Where ended tasks ran.</summary>
    public Recent<string, AgentId> EndedTasks { get; } = new(Defaults.EndedTasksKept);

    /// <summary>The last version of withdrawn demands.</summary>
    public Recent<DemandKey, long> Withdrawn { get; } = new(Defaults.WithdrawnDemandsKept);

    public Deadlines Deadlines { get; } = new();

    public Changes Changes { get; } = new();

    public RecentDecisions Recent { get; } = new();

    /// <summary>What all agents can do for shares.</summary>
    public ResourceVector Capacity
    {
        get
        {
            var capacity = ResourceVector.Empty;
            foreach (var agent in Agents.Values)
            {
                capacity = capacity.Plus(agent.Capacity.Counted());
            }

            return capacity;
        }
    }

    /// <summary>Replaces the tree and counts what is used anew.</summary>
    public void Replace(QuotaTree quota)
    {
        Quota = quota;
        Roles = new RoleTree(quota);
        foreach (var allocation in Allocations.Values)
        {
            Count(allocation);
        }

        foreach (var offer in Offers.Values)
        {
            Roles[offer.Role].Use(offer.Resources.Counted());
        }

        foreach (var item in Plans.Values.SelectMany(plan => plan.Promised))
        {
            Roles[item.Role].Use(item.Resources.Counted());
        }
    }

    /// <summary>Counts an allocation against its role.</summary>
    public void Count(AllocationEntry allocation)
    {
        var role = Roles[allocation.Role];
        role.Own.Add(allocation);
        role.ForgetKeep();
        if (allocation.CountsForRole)
        {
            role.Use(allocation.Counted);
        }

        if (allocation.CountsForRole && allocation.Leaving)
        {
            role.Leave(allocation.Counted);
        }
    }

    /// <summary>Undoes <see cref="Count"/>.</summary>
    public void Uncount(AllocationEntry allocation)
    {
        var role = Roles[allocation.Role];
        role.Own.Remove(allocation);
        role.ForgetKeep();
        if (allocation.CountsForRole)
        {
            role.Release(allocation.Counted);
        }

        if (allocation.CountsForRole && allocation.Leaving)
        {
            role.Left(allocation.Counted);
        }
    }
}
