using CoScheduler.Pool.Roles;
using CoScheduler.Pool.Scheduling;
using CoScheduler.Pool.State;
using CoScheduler.Pool.Steps;

namespace CoScheduler.Pool.Reclaim;

/// <summary>Asks back for what is blocked, in the order that admits; each unit a transaction of its own.</summary>
internal static class ReclaimRound
{
    public static void Run(Deciding step)
    {
        var shares = new Lazy<FairShares>(() => FairShares.Of(step.State));
        foreach (var mode in new[] { DemandMode.Firm, DemandMode.Open })
        {
            var ranking = new Ranking(new Picture(step.State), step.State.Capacity, Units.Of(step.State, mode));
            List<Victim>? victims = null;
            while (step.ReclaimsLeft > 0 && ranking.Next() is { } unit)
            {
                var planned = TryPlan(step, unit, () => shares.Value, victims ??= Victims.All(step.State));
                victims = planned ? null : victims;
                if (!planned || unit.IsGang || unit.Head.Missing == 0)
                {
                    ranking.Remove(unit);
                }
            }
        }
    }

    /// <summary>When a unit may next ask back what it may not ask back now; null if only an event changes that.</summary>
    public static PoolTime? NextChance(Deciding step, Unit unit)
    {
        var claim = new Claim(step.State, unit, () => FairShares.Of(step.State));
        if (claim.Any && MayHave(step.State, unit))
        {
            var picture = new Picture(step.State);
            Victims.InAnyOrder(step.State).ForEach(victim => claim.Consider(victim, picture));
        }

        return Earlier(claim.NextOldEnough, claim.ShareFrom is { } from && from.CompareTo(step.Now) > 0 ? from : null);
    }

    private static bool TryPlan(Deciding step, Unit unit, Func<FairShares> shares, List<Victim> victims)
    {
        var claim = new Claim(step.State, unit, shares);
        if (!claim.Any || !MayHave(step.State, unit) || !WouldTake(step.State, unit))
        {
            return false;
        }

        var found = new ReclaimPlanner(step.State, unit, claim, victims).Find();
        if (found is null || (found.Asked.Count == 0 && !unit.Role.Path.Any(role => role.Covers(unit.Amount))) || found.Asked.Sum(asked => asked.Victim.Members.Length) > step.ReclaimsLeft)
        {
            return false;
        }

        Make(step, unit, found);
        return true;
    }

    /// <summary>Nobody is asked back for a framework that wants no offers.</summary>
    private static bool WouldTake(PoolState state, Unit unit) =>
        unit.Head.Terms.Mode != DemandMode.Open
        || (state.Frameworks.TryGetValue(unit.Head.Framework.Value, out var framework) && !framework.IsSuppressed(unit.Head.Terms.Role));

    /// <summary>Its bounds leave room once what is leaving has left.</summary>
    private static bool MayHave(PoolState state, Unit unit) =>
        unit.Role.Path.All(role => unit.Amount.Amounts.All(amount =>
            amount.Value == 0 || !role.Cap.Names(amount.Key) || amount.Value <= role.Cap[amount.Key] - (role.Used[amount.Key] - role.Leaving[amount.Key])))
        && Never.Judge(state, unit.Head) is null;

    private static void Make(Deciding step, Unit unit, Found found)
    {
        var within = Bounds.ReclaimWithin(unit.Role);
        var agents = found.Places.Select(place => place.Agent).Distinct().ToList();
        var graces = found.Asked.SelectMany(asked => asked.Victim.Members).Select(member => step.Now.Plus(Math.Min(within, Endings.GraceOf(step, member))));
        var leaving = agents.SelectMany(agent => agent.Allocations).Select(id => step.State.Allocations[id]).Where(a => a.State is AllocationState.Reclaiming or AllocationState.Killing).ToList();
        var last = graces.Concat(leaving.Select(a => a.Deadline!.Value)).Append(step.Now).Max();
        Endings.Drop(step, Holds.For(step.State, unit), PlanOutcome.Superseded);
        var id = new PlanId(step.State.LastPlan + 1);
        step.Decide(new PlanMade(
            id,
            PlanKind.Reclaim,
            [.. found.Places.Select(place => new PlanItem(place.Demand.Framework, place.Demand.Class, place.Demand.Terms.Role, place.Agent.Id, place.Resources))],
            [.. found.Asked.SelectMany(asked => asked.Victim.Members).Concat(leaving).Select(member => member.Id)],
            last.Plus(Defaults.KillWait).Plus(Defaults.LaunchBy)));
        foreach (var (victim, cause) in found.Asked)
        {
            Ask(step, victim, cause, within, id);
        }

        foreach (var agent in agents)
        {
            TakeOffersBack(step, step.State.Plans[id.Value], agent);
        }

        PlanKeeping.Feed(step, step.State.Plans[id.Value]);
        if (found.Asked.Any(asked => asked.Cause == ReclaimCause.Priority))
        {
            Backoff.Double(step, unit.Head);
        }
    }

    private static void Ask(Deciding step, Victim victim, ReclaimCause cause, long within, PlanId plan)
    {
        foreach (var member in victim.Members)
        {
            step.ReclaimsLeft--;
            Endings.AskBack(step, member, cause, Math.Min(within, Endings.GraceOf(step, member)), plan);
        }
    }

    private static void TakeOffersBack(Deciding step, PlanEntry plan, AgentEntry agent)
    {
        foreach (var id in agent.Offers.Reverse().ToList())
        {
            if (plan.Outstanding(agent.Id).FitsIn(PlanKeeping.Coming(step.State, agent, plan)))
            {
                return;
            }

            if (!step.State.Offers[id].AfterReclaim)
            {
                step.Decide(new OfferClosed(new OfferId(id), OfferClosure.Rescinded));
            }
        }
    }

    private static PoolTime? Earlier(PoolTime? a, PoolTime? b) => a is null ? b : b is null || a.Value.CompareTo(b.Value) <= 0 ? a : b;
}
