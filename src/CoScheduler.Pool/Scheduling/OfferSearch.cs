using CoScheduler.Pool.Placement;
using CoScheduler.Pool.Resources;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Scheduling;

/// <summary>Finds agents of which something can be offered.</summary>
internal static class OfferSearch
{
    /// <summary>The agents that came free since the round before, in the order of registering.</summary>
    public static List<AgentEntry> CameFree(PoolState state) =>
        state.Agents is { Looking: [var only], Freed.Count: 0 }
            ? only.Schedulable ? [only] : []
            : [.. state.Agents.Looking.Concat(state.Agents.Freed).Where(agent => agent.Schedulable).Distinct().OrderBy(agent => agent.Order)];

    /// <summary>The same search among a few agents that take tasks, in the order of registering.</summary>
    public static AgentEntry? WithAnything(List<AgentEntry> few, Func<AgentEntry, bool> may) =>
        few.Count == 1
            ? may(few[0]) ? few[0] : null
            : few.OrderBy(FirstCommon).ThenBy(agent => agent.Kind!.Name, StringComparer.Ordinal).FirstOrDefault(may);

    /// <summary>The first common resource of which it has something free.</summary>
    private static int FirstCommon(AgentEntry agent)
    {
        for (var slot = 0; slot < Dimensions.Common; slot++)
        {
            if (agent.Room[slot] > 0)
            {
                return slot;
            }
        }

        return Dimensions.Common;
    }

    /// <summary>The first agent with anything free of which a test holds: those with processors first, then memory, then the rest.</summary>
    public static AgentEntry? WithAnything(PoolState state, Func<AgentEntry, bool> may)
    {
        for (var slot = 0; slot < Dimensions.Common; slot++)
        {
            var need = state.Dimensions.One(slot);
            foreach (var kind in state.Agents.Index.Kinds)
            {
                var test = new Test(kind, may);
                if (kind.Free.First(need, 0, ref test) is var position and >= 0)
                {
                    return kind.Agents[position];
                }
            }
        }

        // Whoever has nothing common free may have something scarce.
        return state.Agents.Index.Kinds.Where(kind => kind.Scarce.Length > 0).SelectMany(kind => kind.Agents).OfType<AgentEntry>()
            .FirstOrDefault(agent => agent.Schedulable && agent.Room.AnyPositive && may(agent));
    }

    private readonly struct Test(AgentKind kind, Func<AgentEntry, bool> may) : IPlaceTest
    {
        public bool Allows(int position) => kind.Agents[position] is { } agent && may(agent);
    }
}
