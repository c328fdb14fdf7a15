using CoScheduler.Pool.Resources;
using CoScheduler.Pool.Roles;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Placement;

/// <summary>One allocation's place.</summary>
internal readonly record struct Place(DemandEntry Demand, AgentEntry Agent, Need Need);

/// <summary>
/// Finds where one of a demand may go. Packed: the first agent in the order of registering that has room, so that the last ones
/// stay empty; spread: the one with most to spare. Bounded by indexes, and exact: it finds a place if there is one.
/// </summary>
internal static class Places
{
    /// <summary>An agent for one of a demand; null if there is none.</summary>
    /// <param name="state">The state.</param>
    /// <param name="demand">The demand.</param>
    /// <param name="withOffers">Whether what is in offers that may be taken back is as good as free.</param>
    /// <param name="where">A further condition on the agent, or null.</param>
    /// <param name="reserved">Whether what agents keep for its role counts: not so for plans and offers, which are made of what is free for all.</param>
    public static AgentEntry? Find(PoolState state, DemandEntry demand, bool withOffers = false, Func<AgentEntry, bool>? where = null, bool reserved = true)
    {
        if (demand.LastPlace is { } last && demand.LastPlaceAt == state.Agents.Easings && !withOffers && where is null && !state.InTrial && last.Schedulable && demand.Need.FitsIn(last.Room))
        {
            return last;
        }

        var role = state.Roles.Find(demand.Terms.Role);
        if (reserved && role is not null && FindReserved(state, demand, role, where) is { } keeper)
        {
            return keeper;
        }

        var places = new PlaceFilter(state, demand, withOffers) { Where = where };
        if (!demand.Terms.Spread.IsEmpty)
        {
            return SpreadSearch.Find(state, demand, places);
        }

        if (demand.Terms.Strategy == PlacementStrategy.Spread)
        {
            return Emptiest(state.Agents.InOrder, places, demand.Need);
        }

        if (Domains.Narrow(state, demand.Terms) is { } few)
        {
            return few.FirstOrDefault(places.Allows);
        }

        var found = First(state, demand, withOffers, places);
        if (found is not null && !withOffers && where is null && places.IsPlain && !state.InTrial)
        {
            (demand.LastPlace, demand.LastPlaceAt) = (found, state.Agents.Easings);
        }

        return found;
    }

    /// <summary>The agent that <see cref="Find"/> would take of what is free for all, were there only a few; null if it would take none of them.</summary>
    /// <param name="state">The state.</param>
    /// <param name="demand">The demand.</param>
    /// <param name="few">The agents, in the order of registering.</param>
    /// <param name="where">A further condition on the agent.</param>
    public static AgentEntry? FindAmong(PoolState state, DemandEntry demand, List<AgentEntry> few, Func<AgentEntry, bool> where)
    {
        if (few.Count == 0)
        {
            return null;
        }

        if (!demand.Terms.Spread.IsEmpty)
        {
            return SpreadAmong(state, demand, few, where);
        }

        var places = new PlaceFilter(state, demand, withOffers: false) { Where = where };
        if (few.Count == 1)
        {
            return places.Allows(few[0]) ? few[0] : null;
        }

        if (demand.Terms.Strategy == PlacementStrategy.Spread)
        {
            return Emptiest(few, places, demand.Need);
        }

        return Domains.Narrow(state, demand.Terms) is not null ? few.Find(places.Allows) : ByKind(few, demand.Need).FirstOrDefault(places.Allows);
    }

    private static AgentEntry? SpreadAmong(PoolState state, DemandEntry demand, List<AgentEntry> few, Func<AgentEntry, bool> where) =>
        SpreadSearch.Find(state, demand, new PlaceFilter(state, demand, withOffers: false) { Where = agent => few.Contains(agent) && where(agent) });

    private static IEnumerable<AgentEntry> ByKind(List<AgentEntry> few, Need need) =>
        InOrder(few.Select(agent => agent.Kind!).Distinct(), need).SelectMany(kind => few.Where(agent => agent.Kind == kind));

    /// <summary>An agent that has room for one of a demand, whatever else the demand says; null if there is none.</summary>
    public static AgentEntry? FindRoom(PoolState state, DemandEntry demand)
    {
        foreach (var kind in state.Agents.Index.Kinds)
        {
            var test = new BareTest(kind, demand.Need);
            if (kind.Free.First(demand.Need, 0, ref test) is var position and >= 0)
            {
                return kind.Agents[position];
            }
        }

        return null;
    }

    /// <summary>What one of a demand takes on an agent: a number of ports becomes named ones.</summary>
    /// <param name="state">The state.</param>
    /// <param name="demand">The demand.</param>
    /// <param name="agent">The agent.</param>
    /// <param name="withOffers">Whether ports that are offered may be taken.</param>
    public static Need Resolve(PoolState state, DemandEntry demand, AgentEntry agent, bool withOffers = false)
    {
        if (!demand.Need.TakesPorts || demand.Need.NamedPorts is not null || agent.Total.NamedPorts is null)
        {
            return demand.Need;
        }

        var free = withOffers && agent.OfferedPorts is not null ? agent.Free.Plus(agent.Offered) : agent.Free;
        return state.Dimensions.NeedOf(demand.Terms.Shape.Resolve(free));
    }

    /// <summary>An agent that is there and could host one of a demand, were it empty and taking tasks; null if there is none.</summary>
    public static AgentEntry? FindEver(PoolState state, DemandEntry demand)
    {
        if (demand.Terms.Shape.IsZero)
        {
            return FirstThatCouldEver(state, demand.Terms);
        }

        foreach (var kind in state.Agents.Index.Kinds)
        {
            var test = new EverTest(kind, demand.Terms);
            if (kind.Total.First(demand.Need, 0, ref test) is var position and >= 0)
            {
                return kind.Agents[position];
            }
        }

        return null;
    }

    private static AgentEntry? FirstThatCouldEver(PoolState state, DemandTerms terms) =>
        state.Agents.InOrder.FirstOrDefault(agent => CouldEver(agent, terms));

    public static bool CouldEver(AgentEntry agent, DemandTerms terms) =>
        agent.Presence != Presence.Lost && terms.Shape.FitsIn(agent.Total.Minus(agent.Foreign)) && Constraints.Allow(agent, terms);

    /// <summary>Kinds in the order in which a shape looks through them: those first with nothing scarce that it doesn't ask for.</summary>
    public static IEnumerable<AgentKind> InOrder(PoolState state, Need need)
    {
        var kinds = state.Agents.Index.Kinds;
        return kinds.Length > 1 ? InOrder(kinds, need) : kinds;
    }

    private static IEnumerable<AgentKind> InOrder(IEnumerable<AgentKind> kinds, Need need) =>
        kinds.OrderBy(kind => kind.Scarce.Count(slot => need[slot] == 0)).ThenBy(kind => kind.Name, StringComparer.Ordinal);

    private static AgentEntry? First(PoolState state, DemandEntry demand, bool withOffers, PlaceFilter places)
    {
        var kinds = state.Agents.Index.Kinds;
        if (kinds.Length == 1)
        {
            return First(state, kinds[0], demand, withOffers, places);
        }

        foreach (var kind in InOrder(state, demand.Need))
        {
            if (First(state, kind, demand, withOffers, places) is { } agent)
            {
                return agent;
            }
        }

        return null;
    }

    private static AgentEntry? First(PoolState state, AgentKind kind, DemandEntry demand, bool withOffers, PlaceFilter places)
    {
        var test = new RoomTest(kind, places);
        return state.Agents.Index.IndexOf(kind, withOffers).First(demand.Need, 0, ref test) is var position and >= 0 ? kind.Agents[position] : null;
    }

    /// <summary>An agent that keeps something for the demand's role, or a role above it, and has room with it.</summary>
    private static AgentEntry? FindReserved(PoolState state, DemandEntry demand, RoleNode role, Func<AgentEntry, bool>? where)
    {
        PlaceFilter? places = null;
        for (var node = role; node is not null; node = node.Parent)
        {
            if (node.ReservedOn.Count == 0)
            {
                continue;
            }

            places ??= new PlaceFilter(state, demand, withOffers: false) { Where = where };
            foreach (var order in node.ReservedOn)
            {
                if (state.Agents.FindByOrder(order) is { } agent && places.Value.AllowsReserved(agent, role))
                {
                    return agent;
                }
            }
        }

        return null;
    }

    private static AgentEntry? Emptiest(IEnumerable<AgentEntry> agents, PlaceFilter places, Need need)
    {
        AgentEntry? best = null;
        ulong most = 0;
        foreach (var agent in agents)
        {
            if (!places.Allows(agent))
            {
                continue;
            }

            var spare = Spare(agent, need);
            if (best is null || spare > most)
            {
                (best, most) = (agent, spare);
            }
        }

        return best;
    }

    /// <summary>The least part that would be left of what a need takes, in parts of 2^32 of the agent's.</summary>
    private static ulong Spare(AgentEntry agent, Need need)
    {
        var least = ulong.MaxValue;
        for (var i = 0; i < need.Slots.Length; i++)
        {
            var left = Math.Max(0, agent.Room[need.Slots[i]] - need.Values[i]);
            var total = Math.Max(1, left + agent.AllocatedAmounts[need.Slots[i]] + need.Values[i]);
            least = Math.Min(least, (ulong)(((UInt128)(ulong)left << 32) / (ulong)total));
        }

        return least;
    }

    private readonly struct RoomTest(AgentKind kind, PlaceFilter places) : IPlaceTest
    {
        public bool Allows(int position) => kind.Agents[position] is { } agent && (places.IsPlain ? places.Where?.Invoke(agent) != false : places.Allows(agent));
    }

    private readonly struct BareTest(AgentKind kind, Need need) : IPlaceTest
    {
        public bool Allows(int position) => kind.Agents[position] is { } agent && need.FitsIn(agent.Room);
    }

    private readonly struct EverTest(AgentKind kind, DemandTerms terms) : IPlaceTest
    {
        public bool Allows(int position) => kind.Agents[position] is { } agent && CouldEver(agent, terms);
    }
}
