using CoScheduler.Pool.Placement;
using CoScheduler.Pool.Resources;
using CoScheduler.Pool.Scheduling;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Reclaim;

/// <summary>A victim with the reason for which it may be asked.</summary>
internal sealed record Asked(Victim Victim, ReclaimCause Cause);

/// <summary>What a search found: places, and who must go for them.</summary>
internal sealed record Found(IReadOnlyList<Place> Places, IReadOnlyList<Asked> Asked);

/// <summary>
/// Chooses victims on a trial, places the beneficiary there, and gives back whoever was not needed.
/// </summary>
/// <remarks>
/// Why it ends (pool.md section 6). With demand and capacity fixed, what each role wants and is due is fixed, for a victim's demand
/// becomes missing again. A reclaim for a guarantee takes nobody's kept allocation and adds the beneficiary's, so the sum of
/// keep-sets rises; one for a share takes only what is above its role's due and gives to one below its own, so the sum of
/// min(used, due) rises and the sum of keep-sets does not fall. Both sums are bounded integers, compared in this order. Priority is
/// outside the argument: each reclaim that it causes backs its demand off for twice as long.
/// </remarks>
internal sealed class ReclaimPlanner(PoolState state, Trial trial, Unit unit, Claim claim, VictimBook victims)
{
    private readonly List<Place> _places = [];
    private readonly List<Asked> _asked = [];
    private readonly ComingFree _coming = new(state, trial);
    private readonly BoundEasing _bounds = new(unit, trial, claim, victims);

    /// <summary>Finds places for all of the unit, or nothing at all.</summary>
    public Found? Find()
    {
        foreach (var agent in state.Agents.InOrder)
        {
            _coming.Free(agent);
        }

        trial.Release(Holds.For(state, unit));
        foreach (var (demand, count) in unit.Parts)
        {
            var rooms = new RoomQueue(this, demand);
            for (var i = 0; i < count; i++)
            {
                if (Choose(demand, rooms) is not { } agent)
                {
                    Forget();
                    return null;
                }

                _places.Add(Placing.Put(state, trial, demand, agent));
                claim.Place(_places[^1].Need);
                rooms.Changed(agent);
            }
        }

        if (!_bounds.Ease(_asked))
        {
            Forget();
            return null;
        }

        GiveBack();
        Forget();
        return new Found(_places, _asked);
    }

    /// <summary>
    /// Whether there is a place, or room could be made, on one of some agents; for a unit that is one allocation. Yes if it is not
    /// known: of an agent that keeps something for roles.
    /// </summary>
    public bool FindsPlaceOn(IEnumerable<AgentEntry> agents)
    {
        foreach (var agent in agents)
        {
            _coming.Free(agent);
        }

        trial.Release(Holds.For(state, unit));
        return agents.Any(agent => agent.Reservations.Count > 0 || (!_coming.IsSpokenFor(agent) && Fits(agent, unit.Head)) || MakeRoom(agent, unit.Head) is not null);
    }

    /// <summary>Who would have to go from an agent; null if that would not do. Leaves nothing taken.</summary>
    public List<Asked>? MakeRoom(AgentEntry agent, DemandEntry demand)
    {
        if (!agent.Schedulable || _coming.IsSpokenFor(agent) || !new PlaceFilter(state, demand, withOffers: false).AllowsBesideRoom(agent))
        {
            return null;
        }

        var mark = trial.Mark;
        var asked = new List<Asked>();
        var fits = TakeUntilItFits(agent, demand, asked);

        // Once its own have gone that are of lower priority, it may be inside its guarantee, and ask others.
        if (!fits && asked.Exists(one => one.Cause == ReclaimCause.Priority))
        {
            fits = TakeUntilItFits(agent, demand, asked);
        }

        if (fits)
        {
            Prune(asked, agent, demand);
        }

        trial.UndoTo(mark);
        return fits ? asked : null;
    }

    private bool TakeUntilItFits(AgentEntry agent, DemandEntry demand, List<Asked> asked)
    {
        var taken = asked.Count == 0 ? null : asked.Select(one => one.Victim).ToHashSet();
        foreach (var victim in victims.On(agent))
        {
            if (victim.Asked || taken?.Contains(victim) == true || !Helps(victim, agent, demand.Need) || CauseFor(victim, agent, demand.Need) is not { } cause || !TryTake(victim, agent, demand))
            {
                continue;
            }

            asked.Add(new Asked(victim, cause));
            if (Fits(agent, demand))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Not those go beside whom it wants to be, or without whom it would be one too many here.</summary>
    private bool TryTake(Victim victim, AgentEntry agent, DemandEntry demand)
    {
        var mark = trial.Mark;
        trial.Take(victim.Members);
        if (demand.Terms is { Affinity.IsEmpty: true, Spread.IsEmpty: true } || new PlaceFilter(state, demand, withOffers: false).AllowsBesideRoom(agent))
        {
            return true;
        }

        trial.UndoTo(mark);
        return false;
    }

    /// <summary>Spares cost nothing to speak of; else what is lost, then how many.</summary>
    public static int Score(List<Asked> asked)
    {
        var score = 0;
        foreach (var one in asked)
        {
            score += one.Victim.IsSpare ? 0 : ((((int)one.Victim.Cost) + 1) * 1000 * one.Victim.Members.Length) + one.Victim.Members.Length;
        }

        return score;
    }

    /// <summary>The agents that have a victim at all.</summary>
    public IEnumerable<AgentEntry> Candidates => victims.Agents;

    /// <summary>An agent that has room, or the one where making room costs least.</summary>
    private AgentEntry? Choose(DemandEntry demand, RoomQueue rooms)
    {
        if (Places.Find(state, demand, where: agent => !_coming.IsSpokenFor(agent), reserved: false) is { } roomy)
        {
            return roomy;
        }

        if (rooms.Cheapest() is not { } chosen)
        {
            return null;
        }

        foreach (var asked in chosen.Asked)
        {
            asked.Victim.Asked = true;
            _asked.Add(asked);
            trial.Take(asked.Victim.Members);
        }

        return chosen.Agent;
    }

    private static bool Helps(Victim victim, AgentEntry agent, Need need)
    {
        foreach (var member in victim.Members)
        {
            if (member.Home == agent && member.Need.Touches(need))
            {
                return true;
            }
        }

        return false;
    }

    private ReclaimCause? CauseFor(Victim victim, AgentEntry agent, Need need)
    {
        Span<int> lacking = stackalloc int[need.Slots.Length];
        var count = 0;
        foreach (var slot in need.Slots)
        {
            if (need[slot] > agent.Room[slot])
            {
                lacking[count++] = slot;
            }
        }

        return claim.CauseFor(victim, lacking[..count]);
    }

    private bool Fits(AgentEntry agent, DemandEntry demand) => new PlaceFilter(state, demand, withOffers: false).Allows(agent);

    /// <summary>The last that was needed may have made earlier ones needless.</summary>
    private void Prune(List<Asked> asked, AgentEntry agent, DemandEntry demand)
    {
        for (var i = asked.Count - 2; i >= 0; i--)
        {
            var mark = trial.Mark;
            if (TryGiveBack(asked[i].Victim) && Fits(agent, demand))
            {
                asked.RemoveAt(i);
            }
            else
            {
                trial.UndoTo(mark);
            }
        }
    }

    /// <summary>Gives back every victim without which all places still stand, whoever should have been asked last first.</summary>
    private void GiveBack()
    {
        for (var i = _asked.Count - 1; i >= 0; i--)
        {
            var mark = trial.Mark;
            if (TryGiveBack(_asked[i].Victim) && _bounds.Hold())
            {
                _asked[i].Victim.Asked = false;
                _asked.RemoveAt(i);
            }
            else
            {
                trial.UndoTo(mark);
            }
        }
    }

    private bool TryGiveBack(Victim victim)
    {
        var mark = trial.Mark;
        foreach (var member in victim.Members)
        {
            if (!trial.TryGiveBack(member))
            {
                trial.UndoTo(mark);
                return false;
            }
        }

        return true;
    }

    private void Forget() => _asked.ForEach(asked => asked.Victim.Asked = false);
}
