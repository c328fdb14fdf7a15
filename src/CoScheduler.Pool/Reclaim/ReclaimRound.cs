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
        if (step.State.Waiting.Units.Count > 0)
        {
            Run(step, DemandMode.Firm);
            Run(step, DemandMode.Open);
        }
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
        var state = step.State;
        FairShares? shares = null;
        FairShares Shares() => shares ??= FairShares.Of(state);

        var claims = state.Waiting.Units
            .Where(unit => unit.Mode == mode && unit.ClaimedAt != state.Stirrings && unit.Head.Missing > 0)
            .Select(unit => (unit, claim: new Claim(state, unit, Shares)))
            .Where(pair => pair.claim.Any && MayHave(state, pair.unit))
            .Select(pair => pair.unit)
            .ToList();
        if (claims.Count == 0)
        {
            return;
        }

        var ranking = new Ranking(state.Roles.Root, state.Agents.Capacity, claims);
        VictimBook? victims = null;
        while (ranking.Next() is { } unit)
        {
            var role = unit.Role!;
            if (step.ReclaimsLeft <= 0)
            {
                state.Waiting.Judge(unit.Head);
            }
            else if (TryPlan(step, unit, Shares, ref victims))
            {
                (victims, shares) = (null, null);
                if (!unit.IsGang && unit.Head.Missing > 0)
                {
                    continue;
                }
            }

            ranking.Remove(unit, role);
        }
    }

    private static bool TryPlan(Deciding step, Unit unit, Func<FairShares> shares, ref VictimBook? victims)
    {
        var state = step.State;
        var claim = new Claim(state, unit, shares);
        if (!MayHave(state, unit))
        {
            return false;
        }

        victims ??= new VictimBook(state);
        Found? found;
        using (var trial = new Trial(state))
        {
            found = new ReclaimPlanner(state, trial, unit, claim, victims).Find();
        }

        var most = found?.Asked.Sum(asked => asked.Victim.Members.Length) ?? 0;
        if (found is null || (most == 0 && !MayTakeWhatComes(state, unit)))
        {
            (unit.ClaimedAt, unit.NextOldEnough) = (state.Stirrings, claim.NextOldEnough);
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

    /// <summary>Its bounds leave room once what is leaving has left.</summary>
    private static bool MayHave(PoolState state, Unit unit)
    {
        if (Admission.CheckApplications(unit.Role!, unit.Head) is not null)
        {
            return false;
        }

        for (var role = unit.Role; role is not null; role = role.Parent)
        {
            foreach (var slot in unit.Amount.Slots)
            {
                if (role.CapBound.Names(slot) && unit.Amount[slot] > role.CapBound[slot] - (role.Usage[slot] - role.GoingAway[slot]))
                {
                    return false;
                }
            }
        }

        return Never.Judge(state, unit.Head) is null;
    }

    private static void Make(Deciding step, Unit unit, Found found)
    {
        var state = step.State;
        var within = Bounds.ReclaimWithin(unit.Role!);
        var agents = found.Places.Select(place => place.Agent).Distinct().ToList();
        var graces = found.Asked.SelectMany(asked => asked.Victim.Members).Select(member => step.Now.Plus(Math.Min(within, Endings.GraceOf(step, member))));
        var leaving = agents.Where(agent => !agent.Leaving.AllZero).SelectMany(agent => agent.Allocations).Where(a => a.ComesFree).ToList();
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
            TakeOffersBack(step, state.Plans[id.Value], agent);
        }

        PlanKeeping.Feed(step, state.Plans[id.Value]);
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
            if (PlanKeeping.IsComing(step.State, agent, plan))
            {
                return;
            }

            if (!step.State.Offers[id].AfterReclaim)
            {
                step.Decide(new OfferClosed(new OfferId(id), OfferClosure.Rescinded));
            }
        }
    }
}
