using CoScheduler.Pool.Resources;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Reclaim;

/// <summary>
/// What a new plan counts on of that which is on its way out already: so much as is not free and its own victims don't leave it. What no
/// other plan waits for comes first.
/// </summary>
internal static class Expected
{
    public static List<AllocationEntry> On(PoolState state, AgentEntry agent, Found found)
    {
        var expected = new List<AllocationEntry>();
        if (agent.Leaving.AllZero)
        {
            return expected;
        }

        var lack = Lack(agent, found);
        foreach (var allocation in agent.Allocations.Where(allocation => allocation.ComesFree).OrderBy(allocation => state.Plans.FirstToAwait(allocation.Id) is not null))
        {
            if (!lack.AnyPositive)
            {
                break;
            }

            if (Eases(allocation.Need, lack))
            {
                lack.Subtract(allocation.Need);
                expected.Add(allocation);
            }
        }

        return expected;
    }

    private static Amounts Lack(AgentEntry agent, Found found)
    {
        var lack = new Amounts();
        foreach (var place in found.Places.Where(place => place.Agent == agent))
        {
            lack.Add(place.Need);
        }

        foreach (var member in found.Asked.SelectMany(asked => asked.Victim.Members).Where(member => member.Home == agent))
        {
            lack.Subtract(member.Need);
        }

        for (var slot = 0; slot < lack.Values.Length; slot++)
        {
            lack[slot] -= Math.Max(0, agent.Room[slot] + agent.Rescindable[slot] - agent.Outstanding[slot]);
        }

        return lack;
    }

    private static bool Eases(Need need, Amounts lack)
    {
        foreach (var slot in need.Slots)
        {
            if (lack[slot] > 0)
            {
                return true;
            }
        }

        return false;
    }
}
