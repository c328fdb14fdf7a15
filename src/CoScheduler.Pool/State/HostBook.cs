using CoScheduler.Pool.Placement;

namespace CoScheduler.Pool.State;

/// <summary>
/// Which agent shows of a demand that it could be met, and the demands of which none does: an agent that changes makes doubtful only
/// those that it was shown of, and those that it may be shown of now. Not a part of the state.
/// </summary>
internal sealed class HostBook
{
    private readonly List<DemandEntry> _hopeless = [];

    /// <summary>An agent could host one of a demand; none could if it is null.</summary>
    public void Put(DemandEntry demand, AgentEntry? host)
    {
        Remove(demand);
        if (demand.Removed)
        {
            return;
        }

        demand.Hosted = host?.HostOf ?? _hopeless;
        demand.HostedAt = demand.Hosted.Count;
        demand.Hosted.Add(demand);
    }

    /// <summary>Nothing is known of a demand.</summary>
    public void Remove(DemandEntry demand)
    {
        if (demand.Hosted is not { } among)
        {
            return;
        }

        var last = among[^1];
        among[demand.HostedAt] = last;
        last.HostedAt = demand.HostedAt;
        among.RemoveAt(among.Count - 1);
        demand.Hosted = null;
    }

    /// <summary>The demands of which a change of an agent may change what could ever be.</summary>
    public List<DemandEntry> Doubtful(AgentEntry agent, bool gone)
    {
        var doubtful = new List<DemandEntry>();
        foreach (var demand in agent.HostOf)
        {
            if (gone || !Places.CouldEver(agent, demand.Terms))
            {
                doubtful.Add(demand);
            }
        }

        foreach (var demand in _hopeless)
        {
            if (!gone && Places.CouldEver(agent, demand.Terms))
            {
                doubtful.Add(demand);
            }
        }

        return doubtful;
    }
}
