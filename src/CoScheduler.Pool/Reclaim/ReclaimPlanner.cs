using CoScheduler.Pool.Placement;
using CoScheduler.Pool.Scheduling;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Reclaim;

/// <summary>A victim with the reason for which it may be asked.</summary>
internal sealed record Asked(Victim Victim, ReclaimCause Cause);

/// <summary>What a search found: places, and who must go for them.</summary>
internal sealed record Found(IReadOnlyList<Place> Places, IReadOnlyList<Asked> Asked);

/// <summary>Chooses victims on a picture, places the beneficiary there, and gives back whoever was not needed.</summary>
internal sealed class ReclaimPlanner(PoolState state, Unit unit, Claim claim, IReadOnlyList<Victim> victims)
{
    private readonly Picture _picture = PictureOf(state, unit);
    private readonly List<Place> _places = [];
    private readonly List<Asked> _asked = [];
    private readonly ILookup<AgentId, Victim> _byAgent = victims
        .SelectMany(victim => victim.Members.Select(member => member.Agent).Distinct().Select(agent => (agent, victim)))
        .ToLookup(pair => pair.agent, pair => pair.victim);

    /// <summary>Finds places for all of the unit, or nothing at all.</summary>
    public Found? Find()
    {
        foreach (var (demand, count) in unit.Parts)
        {
            for (var i = 0; i < count; i++)
            {
                if (Choose(demand) is not { } agent)
                {
                    return null;
                }

                _places.Add(Placer.Put(_picture, demand, agent));
            }
        }

        GiveBack();
        return new Found(_places, _asked);
    }

    /// <summary>What is free, offered to anybody, or on its way out and not spoken for.</summary>
    private static Picture PictureOf(PoolState state, Unit unit)
    {
        var picture = new Picture(state, offersAreFree: true);
        foreach (var agent in state.Agents.Values)
        {
            var offered = picture.Free(agent).Minus(agent.Free);
            picture.SetFree(agent, IsSettled(state, agent) ? PlanKeeping.Coming(state, agent).Plus(offered) : ResourceVector.Empty);
        }

        Holds.For(state, unit).ForEach(picture.Release);
        return picture;
    }

    /// <summary>What comes free on an agent that owes more than is on its way out goes to that debt.</summary>
    private static bool IsSettled(PoolState state, AgentEntry agent) => agent.Deficit.IsZero || agent.Deficit.FitsIn(PlanKeeping.Leaving(state, agent));

    /// <summary>An agent that has room, or the one where making room costs least.</summary>
    private AgentEntry? Choose(DemandEntry demand)
    {
        if (BestFit.Find(_picture, demand.Terms) is { } roomy)
        {
            return roomy;
        }

        (AgentEntry Agent, List<Asked> Asked, int Score)? best = null;
        foreach (var agent in state.Agents.Values)
        {
            if (!agent.Schedulable || !IsSettled(state, agent) || !BestFit.CouldEver(agent, demand.Terms) || MakeRoom(agent, demand) is not { } asked)
            {
                continue;
            }

            var score = Score(asked);
            if (best is not { } found || score < found.Score)
            {
                best = (agent, asked, score);
            }
        }

        if (best is not { } chosen)
        {
            return null;
        }

        foreach (var asked in chosen.Asked)
        {
            Take(asked);
        }

        return chosen.Agent;
    }

    /// <summary>Who would have to go from an agent; null if that would not do.</summary>
    private List<Asked>? MakeRoom(AgentEntry agent, DemandEntry demand)
    {
        var asked = new List<Asked>();
        var free = _picture.Free(agent);
        foreach (var victim in _byAgent[agent.Id])
        {
            var here = victim.Members.Where(member => member.Agent == agent.Id).ToList();
            if (_asked.Exists(earlier => earlier.Victim == victim) || !here.Exists(member => member.Resources.Touches(demand.Terms.Shape)))
            {
                continue;
            }

            var picture = WithGone(asked);
            if (claim.CauseFor(victim, picture, [.. demand.Terms.Shape.NamesAbove(picture.Free(agent))]) is not { } cause)
            {
                continue;
            }

            asked.Add(new Asked(victim, cause));
            free = here.Aggregate(free, (sum, member) => sum.Plus(member.Resources));
            if (demand.Terms.Shape.FitsIn(free))
            {
                return Prune(asked, agent, free, demand.Terms.Shape);
            }
        }

        return null;
    }

    private Picture WithGone(List<Asked> asked)
    {
        if (asked.Count == 0)
        {
            return _picture;
        }

        var picture = PictureOf(state, unit);
        foreach (var member in _asked.Concat(asked).SelectMany(one => one.Victim.Members))
        {
            picture.Take(state.Agents[member.Agent.Value], state.Roles[member.Role], member.Resources);
        }

        return picture;
    }

    /// <summary>The last that was needed may have made earlier ones needless.</summary>
    private static List<Asked> Prune(List<Asked> asked, AgentEntry agent, ResourceVector free, ResourceVector shape)
    {
        for (var i = asked.Count - 1; i >= 0; i--)
        {
            var here = asked[i].Victim.Members.Where(member => member.Agent == agent.Id);
            var without = here.Aggregate(free, (sum, member) => sum.Minus(member.Resources));
            if (shape.FitsIn(without))
            {
                free = without;
                asked.RemoveAt(i);
            }
        }

        return asked;
    }

    private void Take(Asked asked)
    {
        _asked.Add(asked);
        foreach (var member in asked.Victim.Members)
        {
            _picture.Take(state.Agents[member.Agent.Value], state.Roles[member.Role], member.Resources);
        }
    }

    /// <summary>Gives back every victim without which all places still stand, whoever should have been asked last first.</summary>
    private void GiveBack()
    {
        for (var i = _asked.Count - 1; i >= 0; i--)
        {
            if (TryGiveBack(_asked[i].Victim))
            {
                _asked.RemoveAt(i);
            }
        }
    }

    private bool TryGiveBack(Victim victim)
    {
        var back = new List<AllocationEntry>();
        foreach (var member in victim.Members)
        {
            if (!_picture.TryGiveBack(state.Agents[member.Agent.Value], state.Roles[member.Role], member.Resources))
            {
                foreach (var given in back)
                {
                    _picture.Take(state.Agents[given.Agent.Value], state.Roles[given.Role], given.Resources);
                }

                return false;
            }

            back.Add(member);
        }

        return true;
    }

    /// <summary>Spares cost nothing to speak of; else what is lost, then how many.</summary>
    private static int Score(List<Asked> asked) =>
        asked.Sum(one => one.Victim.IsSpare ? 0 : ((((int)one.Victim.Cost) + 1) * 1000 * one.Victim.Members.Length) + one.Victim.Members.Length);
}
