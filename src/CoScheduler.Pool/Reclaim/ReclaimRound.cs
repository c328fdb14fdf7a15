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
        Run(step, DemandMode.Firm);
        Run(step, DemandMode.Open);
    }

    /// <summary>When a unit may next ask back what it may not ask back now; null if only an event changes that.</summary>
    public static PoolTime? NextChance(PoolState state, Unit unit)
    {
        PoolTime? from = Claim.ShareFrom(state, unit) is { } share && share.CompareTo(state.Now) > 0 ? share : null;
        var old = unit.NextOldEnough is { } next && next.CompareTo(state.Now) > 0 ? unit.NextOldEnough : null;
        return old is null ? from : from is null || old.Value.CompareTo(from.Value) <= 0 ? old : from;
    }

    private static void Run(Deciding step, DemandMode mode)
    {
        var claimants = step.State.Waiting.Claimants(mode);
        if (!claimants.Any)
        {
            return;
        }

        var search = step.Claims;
        search.Begin();
        List<Unit>? claims = null;
        foreach (var group in claimants.Groups)
        {
            search.AddThatMayFind(group, ref claims);
        }

        if (claims is null)
        {
            return;
        }

        var ranking = new Ranking(step.State.Roles.Root, step.State.Agents.Capacity, claims);
        while (ranking.Take() is { } unit)
        {
            if (step.ReclaimsLeft <= 0)
            {
                step.State.Waiting.Judge(unit.Head);
            }
            else if (TryPlan(step, unit, search))
            {
                // What a plan gives its role may be above the role's share, and what leaves for it may do for whoever was looked at
                // before: in another round.
                step.State.Changes.Again = true;

                // What was asked back changes who is next, and who may be asked.
                search.Begin();
                var left = !unit.IsGang && unit.Head.Missing > 0 ? ranking.Left.Append(unit) : ranking.Left;
                ranking = new Ranking(step.State.Roles.Root, step.State.Agents.Capacity, left.ToList());
            }
        }
    }

    private static bool TryPlan(Deciding step, Unit unit, ClaimSearch search)
    {
        var state = step.State;
        if (!search.MayHave(unit))
        {
            return false;
        }

        var found = search.Find(unit, out var claim);
        var most = found?.Asked.Sum(asked => asked.Victim.Members.Length) ?? 0;
        if (found is null || (most == 0 && !MayTakeWhatComes(state, unit)))
        {
            search.Remember(unit, claim, any: found is not null);
            state.Waiting.Judge(unit.Head);
            return false;
        }

        // A gang that needs more than a round may ask has the round to itself.
        if (most > step.ReclaimsLeft && step.ReclaimsLeft < Defaults.ReclaimBatch)
        {
            step.ReclaimsLeft = 0;
            state.Waiting.Judge(unit.Head);
            return false;
        }

        Make(step, unit, found);
        return true;
    }

    /// <summary>Without victims a plan is for what comes free by itself: of that, a guarantee has what others don't keep to themselves.</summary>
    private static bool MayTakeWhatComes(PoolState state, Unit unit) =>
        unit.Role!.CoversOnPath(unit.Amount) && Admission.Check(state, unit) is not { Code: ReasonCode.NoCapacity };

    private static void Make(Deciding step, Unit unit, Found found)
    {
        var state = step.State;
        var within = Bounds.ReclaimWithin(unit.Role!);
        var agents = found.Places.Select(place => place.Agent).Distinct().ToList();
        var graces = found.Asked.SelectMany(asked => asked.Victim.Members).Select(member => step.Now.Plus(Math.Min(within, Endings.GraceOf(step, member))));
        var leaving = agents.SelectMany(agent => Expected.On(state, agent, found)).ToList();
        var last = graces.Concat(leaving.Select(a => a.Deadline!.Value)).Append(step.Now).Max();
        Endings.Drop(step, Holds.For(state, unit), PlanOutcome.Superseded);
        var id = new PlanId(state.LastPlan + 1);
        step.Decide(new PlanMade(
            id,
            PlanKind.Reclaim,
            [.. found.Places.Select(place => new PlanItem(place.Demand.Framework, place.Demand.Class, place.Demand.Terms.Role, place.Agent.Id, place.Need.Vector))],
            [.. found.Asked.SelectMany(asked => asked.Victim.Members).Concat(leaving).Select(member => member.Id)],
            last.Plus(Defaults.KillWait).Plus(Defaults.LaunchBy)));
        foreach (var (victim, cause) in found.Asked)
        {
            Ask(step, victim, cause, within, id);
        }

        foreach (var agent in agents)
        {
            TakeOffersBack(step, state.Plans[id], agent);
        }

        PlanKeeping.Feed(step, state.Plans[id]);
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
        foreach (var offer in agent.Offers.Reverse().ToList())
        {
            if (PlanKeeping.IsComing(step.State, agent, plan))
            {
                return;
            }

            if (!offer.AfterReclaim)
            {
                Endings.Rescind(step, offer);
            }
        }
    }
}
