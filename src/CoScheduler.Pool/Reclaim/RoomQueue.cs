using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Reclaim;

/// <summary>Where room could be made for one of a demand, the cheapest first. An agent is judged once, and again when it is its turn.</summary>
internal sealed class RoomQueue(ReclaimPlanner planner, DemandEntry demand)
{
    private readonly PriorityQueue<AgentEntry, (int Score, long Order)> _queue = new();
    private bool _filled;

    /// <summary>The agent where making room costs least, and who would have to go; null if it can be made nowhere.</summary>
    public (AgentEntry Agent, List<Asked> Asked)? Cheapest()
    {
        Fill();
        while (_queue.TryDequeue(out var agent, out var priority))
        {
            if (planner.MakeRoom(agent, demand) is not { } asked)
            {
                continue;
            }

            var score = ReclaimPlanner.Score(asked);
            if (score <= priority.Score || !_queue.TryPeek(out _, out var next) || (score, agent.Order).CompareTo(next) < 0)
            {
                return (agent, asked);
            }

            _queue.Enqueue(agent, (score, agent.Order));
        }

        return null;
    }

    /// <summary>Something was placed on an agent, or taken from it: it may have room to make once more.</summary>
    public void Changed(AgentEntry agent)
    {
        if (_filled && planner.MakeRoom(agent, demand) is { } asked)
        {
            _queue.Enqueue(agent, (ReclaimPlanner.Score(asked), agent.Order));
        }
    }

    private void Fill()
    {
        if (_filled)
        {
            return;
        }

        _filled = true;
        foreach (var agent in planner.Candidates)
        {
            if (planner.MakeRoom(agent, demand) is { } asked)
            {
                _queue.Enqueue(agent, (ReclaimPlanner.Score(asked), agent.Order));
            }
        }
    }
}
