using CoScheduler.Pool;
using CoScheduler.Pool.Placement;
using CoScheduler.Pool.Reclaim;
using CoScheduler.Pool.Resources;
using CoScheduler.Pool.Roles;
using CoScheduler.Pool.Scheduling;
using CoScheduler.Pool.State;

namespace CoScheduler.Tests.Pool;

/// <summary>Every list, count and index that the pool keeps beside what it is of, made anew and compared.</summary>
internal static class BookInvariants
{
    public static IEnumerable<string> Check(PoolState state) =>
    [
        .. Lots(state),
        .. Roles(state),
        .. Plans(state),
        .. Offers(state),
        .. Agents(state),
        .. Labels(state),
        .. Waiting(state),
    ];

    private static IEnumerable<string> Lots(PoolState state)
    {
        if (state.Spares != state.Allocations.Values.Count(a => a.CountsForRole && a.Mode == DemandMode.Spare))
        {
            yield return $"{state.Spares} spares are counted.";
        }

        foreach (var (task, allocation) in state.Tasks)
        {
            if (allocation.Task?.Value != task || allocation.Ended)
            {
                yield return $"Task {task} is not that of {allocation.Id}.";
            }
        }

        var byLot = state.Allocations.Values.ToLookup(a => a.Lot);
        foreach (var lot in state.Lots.Values)
        {
            var allocations = byLot[lot].ToList();
            if (!lot.Allocations.SequenceEqual(allocations) || lot.Allocations.Count != allocations.Count)
            {
                yield return $"Lot {lot.Number} lists other allocations than it has.";
            }

            if (lot.Grants != allocations.Count(a => a.State == AllocationState.Granted) || !lot.Used.SameAs(Sum(allocations.Where(a => a.CountsForRole))))
            {
                yield return $"Lot {lot.Number} counts {lot.Grants} grants and {state.Dimensions.VectorOf(lot.Used)} used.";
            }

            if (lot.Role.Own.Contains(lot) != allocations.Count > 0 || lot.Role != (state.Roles.Find(lot.RoleName) ?? state.Roles.Root))
            {
                yield return $"Lot {lot.Number} is not where it belongs.";
            }

            if (state.Repelling.ContainsKey(lot.Number) != (allocations.Count > 0 && lot.Terms.Affinity.Any(term => term.Anti)))
            {
                yield return $"Lot {lot.Number} keeps others away, or does not, and it is not known.";
            }
        }

        if (state.Lots.Count != state.Lots.Values.Count() || state.Allocations.Count != state.Allocations.Values.Count() || state.Demands.Count != state.Demands.Values.Count())
        {
            yield return "A table counts others than it has.";
        }
    }

    private static IEnumerable<string> Roles(PoolState state)
    {
        var (allocations, offers) = (state.Allocations.Values.ToLookup(a => a.Lot.Role), state.Offers.Values.ToLookup(offer => state.Roles[offer.Role]));
        var demands = state.Demands.Values.ToLookup(demand => state.Roles.Find(demand.Terms.Role));
        return state.Roles.Root.Subtree.SelectMany(role => Role(state, role, [.. allocations[role]], [.. offers[role]], [.. demands[role]])).ToList();
    }

    private static IEnumerable<string> Role(PoolState state, RoleNode role, List<AllocationEntry> all, List<OfferEntry> offers, List<DemandEntry> demands)
    {
        var own = all.Where(a => a.CountsForRole).ToList();
        if (!role.OwnUse.SameAs(Sum(own.Where(a => a.Mode != DemandMode.Spare))))
        {
            yield return $"Role '{role.Name}' counts {state.Dimensions.VectorOf(role.OwnUse)} of its own.";
        }

        if (!role.Own.SelectMany(lot => lot.Allocations).ToHashSet().SetEquals(all))
        {
            yield return $"Role '{role.Name}' lists other lots than it has.";
        }

        foreach (var priority in new[] { -1, 0, 5, 10, int.MaxValue })
        {
            var staying = new Amounts();
            role.Standing.AddBelow(priority, staying);
            if (!staying.SameAs(Sum(own.Where(a => !a.Leaving && (a.Mode == DemandMode.Spare || a.Priority < priority)))))
            {
                yield return $"Role '{role.Name}' counts {state.Dimensions.VectorOf(staying)} staying below {priority}.";
            }

            if (role.Standing.AnyBelow(priority) != role.Own.Any(lot => lot.Priority < priority))
            {
                yield return $"Role '{role.Name}' does not know whether it has anything below {priority}.";
            }
        }

        foreach (var users in own.Where(a => a.Lot.Terms.User is not null).GroupBy(a => a.Lot.Terms.User))
        {
            if (!role.Users.Of(users.Key, role).SameAs(Sum(users)))
            {
                yield return $"Role '{role.Name}' counts {state.Dimensions.VectorOf(role.Users.Of(users.Key, role))} of user {users.Key}.";
            }
        }

        if (!role.OfferedHere.SequenceEqual(offers))
        {
            yield return $"Role '{role.Name}' lists other offers than it has.";
        }

        if (!role.ReservedOn.SequenceEqual(state.Agents.InOrder.Where(agent => agent.Reservations.ContainsKey(role.Name.Value)).Select(agent => agent.Order)))
        {
            yield return $"Role '{role.Name}' has something kept for it elsewhere than it knows.";
        }

        if (!role.Shares.Demands.SetEquals(demands))
        {
            yield return $"Role '{role.Name}' lists other demands than it has.";
        }
    }

    private static IEnumerable<string> Plans(PoolState state)
    {
        if (state.Plans.Holds != state.Plans.Values.Count(plan => plan.Kind == PlanKind.Hold) || !state.Plans.Values.Select(plan => plan.Id.Value).Order().SequenceEqual(state.Plans.Values.Select(plan => plan.Id.Value)))
        {
            yield return "Plans are miscounted, or out of order.";
        }

        for (var id = 1; id <= state.LastPlan; id++)
        {
            if (state.Plans.Find(new PlanId(id)) != state.Plans.Values.FirstOrDefault(plan => plan.Id.Value == id))
            {
                yield return $"Plan {id} is found, or not, as it should not be.";
            }
        }

        foreach (var agent in state.Agents.Values)
        {
            if (!agent.Plans.OrderBy(plan => plan.Id.Value).SequenceEqual(state.Plans.Values.Where(plan => plan.Agents.Contains(agent.Id))))
            {
                yield return $"Agent {agent.Id} lists other plans than it has.";
            }
        }

        foreach (var victim in state.Plans.Values.SelectMany(plan => plan.Victims).Distinct())
        {
            var awaiting = state.Plans.Values.Where(plan => plan.Victims.Contains(victim)).ToList();
            if (!state.Plans.Awaiting(victim).SequenceEqual(awaiting) || state.Plans.FirstToAwait(victim) != awaiting[0])
            {
                yield return $"{victim} is awaited by others than it is known to be.";
            }
        }

        foreach (var plan in state.Plans.Values)
        {
            if (plan.Unfed != plan.Agents.Count(agent => !plan.NeedOn(agent).Counted().Minus(plan.HeldOn(agent).Counted()).IsZero) || plan.Agents.Any(agent => !plan.Outstanding(agent).Equals(plan.NeedOn(agent).Minus(plan.HeldOn(agent)))))
            {
                yield return $"{plan.Id} does not know what it waits for.";
            }
        }
    }

    private static IEnumerable<string> Offers(PoolState state)
    {
        var byAgent = state.Offers.Values.ToLookup(offer => offer.Agent);
        foreach (var agent in state.Agents.Values)
        {
            var offers = byAgent[agent.Id].ToList();
            if (!agent.Offers.SequenceEqual(offers) || !agent.Offers.Reverse().SequenceEqual(Enumerable.Reverse(offers)) || agent.Offers.Count != offers.Count)
            {
                yield return $"Agent {agent.Id} lists other offers than it has.";
            }

            var rescindable = new Amounts();
            offers.Where(offer => !offer.AfterReclaim).ToList().ForEach(offer => rescindable.Add(offer.Need));
            if (!agent.Rescindable.SameAs(rescindable))
            {
                yield return $"Agent {agent.Id} counts {state.Dimensions.VectorOf(agent.Rescindable)} that may be taken back.";
            }
        }

        var byDemand = state.Offers.Values.ToLookup(offer => offer.Demand);
        foreach (var demand in state.Demands.Values)
        {
            if (!(demand.Offers ?? Enumerable.Empty<OfferEntry>()).SequenceEqual(byDemand[demand.Key]))
            {
                yield return $"Demand {demand.Key} lists other offers than it has.";
            }
        }
    }

    private static IEnumerable<string> Agents(PoolState state)
    {
        var (total, notLost, here) = (new Amounts(), new Amounts(), new Amounts());
        foreach (var agent in state.Agents.InOrder)
        {
            var need = state.Dimensions.NeedOf(agent.Total.Counted());
            total.Add(need);
            notLost.Add(agent.Presence == Presence.Lost ? Need.None : need);
            here.Add(agent.Presence == Presence.Here ? need : Need.None);
            if (agent.Kind?.Agents[agent.Position] != agent || state.Agents.FindByOrder(agent.Order) != agent || state.Agents.Find(agent.Id) != agent)
            {
                yield return $"Agent {agent.Id} is not where it is looked for.";
            }

            if (!agent.FreeNeed.Vector.Counted().Equals(state.Dimensions.VectorOf(agent.Room)))
            {
                yield return $"Agent {agent.Id} has {state.Dimensions.VectorOf(agent.Room)} free, and says {agent.FreeNeed.Vector}.";
            }
        }

        if (!total.SameAs(state.Agents.TotalSum) || !notLost.SameAs(state.Agents.NotLostSum) || !here.SameAs(state.Agents.HereSum) || state.Agents.NotLost != state.Agents.Values.Count(agent => agent.Presence != Presence.Lost))
        {
            yield return "The agents' sums are others.";
        }

        foreach (var attribute in new[] { LabelBook.Agent, "zone" })
        {
            foreach (var (value, agents) in state.Agents.Index.DomainsOf(attribute))
            {
                if (!agents.SequenceEqual(state.Agents.InOrder.Where(agent => LabelBook.DomainOf(agent, attribute) == value)))
                {
                    yield return $"Other agents are known where {attribute} is {value}.";
                }
            }
        }

        foreach (var kind in state.Agents.Index.Kinds)
        {
            for (var slot = 0; slot < Dimensions.Common; slot++)
            {
                foreach (var least in new[] { 1L, 1000L, 3000L, 2L << 30 })
                {
                    var need = state.Dimensions.NeedOf(ResourceVector.Empty.With(state.Dimensions.NameOf(slot), least));
                    var found = (First(kind.Free, need), First(state.Agents.Index.IndexOf(kind, withOffers: true), need), First(kind.Total, need));
                    var right = (
                        kind.Agents.FindIndex(agent => agent is { Schedulable: true } && agent.Room[slot] >= least),
                        kind.Agents.FindIndex(agent => agent is { Schedulable: true } && agent.Room[slot] + agent.Rescindable[slot] >= least),
                        kind.Agents.FindIndex(agent => agent is { } && agent.Presence != Presence.Lost && agent.Total.Minus(agent.Foreign)[state.Dimensions.NameOf(slot)] >= least));
                    if (found != right)
                    {
                        yield return $"Of kind '{kind.Name}' {found} are the first with {need.Vector}, and should be {right}.";
                    }
                }
            }
        }
    }

    private static int First(FitTree tree, Need need)
    {
        var any = default(AnyPlace);
        return tree.First(need, 0, ref any);
    }

    private static IEnumerable<string> Labels(PoolState state)
    {
        foreach (var (key, value) in state.Lots.Values.SelectMany(lot => lot.Terms.Labels).Distinct())
        {
            foreach (var domain in new[] { LabelBook.Agent, "zone" })
            {
                var counted = state.Allocations.Values
                    .Where(a => a.Lot.Terms.Labels.TryGetValue(key, out var has) && has == value && LabelBook.DomainOf(a.Home, domain) is not null)
                    .GroupBy(a => LabelBook.DomainOf(a.Home, domain)!)
                    .ToDictionary(group => group.Key, group => group.Count());
                var counts = state.Labels.Counts(state, key, value, domain);
                if (counts.Count != counted.Count || counted.Any(pair => counts.GetValueOrDefault(pair.Key) != pair.Value))
                {
                    yield return $"Label {key}={value} is counted otherwise by {domain}.";
                }
            }
        }
    }

    private static IEnumerable<string> Waiting(PoolState state)
    {
        var waiting = state.Waiting;
        foreach (var mode in Enum.GetValues<DemandMode>())
        {
            var units = waiting.Units(mode);
            if (units.Where((unit, index) => unit.WaitingIndex != index || unit.Mode != mode || unit.Role is null).Any() || waiting.Lines.Ready(mode) != units.Count(unit => unit.Ready) || waiting.Lines.Any(mode) != units.Any(unit => unit.InLine))
            {
                yield return $"Of {mode} units the lines count {waiting.Lines.Ready(mode)} ready, and {units.Count(unit => unit.Ready)} are.";
            }

            if (units.Any(unit => unit.Ready && !unit.InLine) || units.Any(unit => unit.BlockedAt is { } at && (unit.InLine || !at.BlockedHere.Contains(unit))))
            {
                yield return $"A {mode} unit stands in two places.";
            }

            var groups = waiting.Claimants(mode).Groups;
            if (!groups.SelectMany(group => group.Units).ToHashSet().SetEquals(units.Where(Claim.MayEverAsk)) || groups.Exists(group => group.Units.Exists(unit => !IsOf(group, unit))))
            {
                yield return $"Of {mode} units others are known to ask.";
            }
        }
    }

    private static bool IsOf(UnitGroup group, Unit unit) =>
        group.Kind == new UnitKind(unit.Role!, unit.Amount.Vector, unit.Priority, unit.IsGang ? unit : null) && UnitOrder.Instance.Compare(group.First, unit) <= 0;

    private static Amounts Sum(IEnumerable<AllocationEntry> allocations)
    {
        var sum = new Amounts();
        foreach (var allocation in allocations)
        {
            sum.Add(allocation.Need);
        }

        return sum;
    }

    private readonly struct AnyPlace : IPlaceTest
    {
        public bool Allows(int position) => true;
    }
}
