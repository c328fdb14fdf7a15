using CoScheduler.Pool.Resources;
using CoScheduler.Pool.Roles;
using CoScheduler.Pool.Scheduling;

namespace CoScheduler.Pool.State;

/// <summary>All that the pool knows. Only <see cref="Transition"/> changes it.</summary>
internal sealed class PoolState
{
    public PoolState()
    {
        Agents = new AgentTable(Dimensions, ClaimLog);
        Roles = new RoleTree(Dimensions, QuotaTree.Default);
        Waiting = new Waiting(this);
        Changes = new Changes(Allocations, Offers);
    }

    public Dimensions Dimensions { get; } = new();

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

    public long LastAgent { get; set; }

    public long LastLot { get; set; }

    /// <summary>Changes with quotas and the gate: what could ever be is judged anew. Not a part of the state.</summary>
    public long World { get; private set; }

    /// <summary>Which agents show what could ever be. Not a part of the state.</summary>
    public HostBook Hosts { get; } = new();

    /// <summary>Changes with whatever may let somebody ask others back. Not a part of the state.</summary>
    public long Stirrings { get; set; }

    /// <summary>Where somebody may ask others back who could not before. Not a part of the state.</summary>
    public ClaimLog ClaimLog { get; } = new();

    public QuotaTree Quota { get; private set; } = QuotaTree.Default;

    public RoleTree Roles { get; private set; }

    public AgentTable Agents { get; }

    public SortedDictionary<string, FrameworkEntry> Frameworks { get; } = new(StringComparer.Ordinal);

    public DemandTable Demands { get; } = new();

    public IdTable<OfferEntry> Offers { get; } = new();

    public IdTable<AllocationEntry> Allocations { get; } = new();

    /// <summary>Not a part of the state.</summary>
    public Ended<AllocationEntry> EndedAllocations { get; } = new(allocation => allocation.Forget());

    /// <summary>Not a part of the state.</summary>
    public Ended<OfferEntry> EndedOffers { get; } = new();

    /// <summary>Lots that have allocations or are to get more, by number.</summary>
    public IdTable<Lot> Lots { get; } = new();

    public PlanTable Plans { get; } = new();

    /// <summary>Allocations by task; never walked.</summary>
    public Dictionary<string, AllocationEntry> Tasks { get; } = new(StringComparer.Ordinal);

    /// <summary>Where ended tasks ran.</summary>
    public Recent<string, AgentId> EndedTasks { get; } = new(Defaults.EndedTasksKept);

    /// <summary>The last version of withdrawn demands.</summary>
    public Recent<DemandKey, long> Withdrawn { get; } = new(Defaults.WithdrawnDemandsKept);

    public Deadlines Deadlines { get; } = new();

    public Changes Changes { get; }

    public RecentDecisions Recent { get; } = new();

    /// <summary>What tasks' labels are where, for affinity and spread.</summary>
    public LabelBook Labels { get; } = new();

    /// <summary>Lots with allocations whose tasks don't want certain others beside them, by number.</summary>
    public SortedDictionary<long, Lot> Repelling { get; } = [];

    /// <summary>How many spare allocations count for their roles.</summary>
    public int Spares { get; private set; }

    /// <summary>Whether any agent has a taint.</summary>
    public bool AnyTaints { get; set; }

    /// <summary>Whether amounts are moved for a trial.</summary>
    public bool InTrial { get; set; }

    /// <summary>A trial that has ended; null if none has, or it is used again.</summary>
    public Trial? SpareTrial { get; set; }

    /// <summary>Who waits, and for what.</summary>
    public Waiting Waiting { get; }

    /// <summary>What all agents can do for shares.</summary>
    public ResourceVector Capacity => Dimensions.VectorOf(Agents.Capacity);

    /// <summary>A demand's lots: those of its present terms, and of earlier ones with allocations left.</summary>
    public IEnumerable<Lot> LotsOf(DemandEntry demand) =>
        demand.Lot is { } lot ? demand.OlderLots.Append(lot) : demand.OlderLots;

    /// <summary>Replaces the tree and counts what is used anew.</summary>
    public void Replace(QuotaTree quota)
    {
        Quota = quota;
        Spares = 0;
        Waiting.Clear();
        Roles = new RoleTree(Dimensions, quota);
        foreach (var demand in Demands.Values)
        {
            Roles.Find(demand.Terms.Role)?.Shares.Demands.Add(demand);
        }

        foreach (var lot in Lots.Values)
        {
            lot.Used.Clear();
            lot.Role.Own.Remove(lot);
            lot.Role = Roles.Find(lot.RoleName) ?? Roles.Root;
            foreach (var allocation in lot.Allocations)
            {
                Count(allocation);
            }

            Enlist(lot);
        }

        foreach (var offer in Offers.Values)
        {
            Roles[offer.Role].Use(offer.Need);
            Roles[offer.Role].OfferedHere.Add(offer);
        }

        foreach (var plan in Plans.Values)
        {
            (plan.Stirred, plan.LimitedBy) = (true, null);
            foreach (var item in plan.Promised)
            {
                Roles[item.Role].Use(Dimensions.NeedOf(item.Resources));
            }
        }

        foreach (var agent in Agents.Values)
        {
            foreach (var role in agent.Reservations.Keys)
            {
                Roles.Find(new RoleName(role))?.ReservedOn.Add(agent.Order);
            }
        }

        ChangeWorld();
    }

    /// <summary>What could ever be has changed: whoever waits is looked at anew.</summary>
    public void ChangeWorld()
    {
        World++;
        Waiting.StirAll();
        foreach (var role in Roles.Root.Subtree)
        {
            role.Shares.Stale = true;
        }
    }

    /// <summary>An agent is another: those are looked at anew that it matters to beside what comes free there.</summary>
    public void ChangeAgent(AgentEntry agent, bool gone)
    {
        foreach (var demand in Hosts.Doubtful(agent, gone))
        {
            // Which agent showed that it could be met is no part of the state: only whether it can be may lead to anything.
            if (demand.JudgedIn == World && !Never.JudgesOtherwise(this, demand))
            {
                continue;
            }

            demand.JudgedIn = -1;
            Waiting.StirUnit(demand);

            // What can never be is not wanted.
            Roles.Find(demand.Terms.Role)?.MarkSharesStale();
        }

        Waiting.StirForAgents();
    }

    /// <summary>Counts an allocation against its role.</summary>
    public void Count(AllocationEntry allocation)
    {
        if (!allocation.CountsForRole)
        {
            return;
        }

        var role = allocation.Lot.Role;
        allocation.Lot.Used.Add(allocation.Need);
        var isSpare = allocation.Mode == DemandMode.Spare;
        if (isSpare)
        {
            Spares++;
        }
        else
        {
            role.OwnUse.Add(allocation.Need);
        }

        role.Use(allocation.Need, isSpare);
        role.Users.Add(allocation.Lot, allocation.Need);
        role.Standing.Count(allocation, 1);
        if (allocation.Leaving)
        {
            role.Leave(allocation.Need);
        }
    }

    /// <summary>Undoes <see cref="Count"/>.</summary>
    public void Uncount(AllocationEntry allocation)
    {
        if (!allocation.CountsForRole)
        {
            return;
        }

        var role = allocation.Lot.Role;
        allocation.Lot.Used.Subtract(allocation.Need);
        var isSpare = allocation.Mode == DemandMode.Spare;
        if (isSpare)
        {
            Spares--;
        }
        else
        {
            role.OwnUse.Subtract(allocation.Need);
        }

        role.Release(allocation.Need, isSpare);
        role.Users.Remove(allocation.Lot, allocation.Need);
        role.Standing.Count(allocation, -1);
        if (allocation.Leaving)
        {
            role.Left(allocation.Need);
        }
    }

    /// <summary>A lot that has allocations is its role's, and counts as a running application.</summary>
    public void Enlist(Lot lot)
    {
        if (lot.Allocations.Count > 0 && lot.Role.Own.Add(lot))
        {
            if (!lot.Terms.Affinity.IsEmpty && lot.Terms.Affinity.Any(term => term.Anti))
            {
                Repelling[lot.Number] = lot;
            }

            lot.Role.Standing.Enter(lot);
            CountApplication(lot, 1);
        }
    }

    public void Delist(Lot lot)
    {
        if (lot.Allocations.Count == 0 && lot.Role.Own.Remove(lot))
        {
            Repelling.Remove(lot.Number);
            lot.Role.Standing.Leave(lot);
            CountApplication(lot, -1);
        }
    }

    /// <summary>Counted only where their number is bounded.</summary>
    private static void CountApplication(Lot lot, int count)
    {
        for (var node = lot.Role; node is not null; node = node.Parent)
        {
            if (node.Quota.MaxRunning is not null)
            {
                node.Applications.Add(lot, count);

                // What is stuck no longer counts for its role, and may be the last of an application.
                node.Eased |= count < 0;
            }
        }
    }
}
