using CoScheduler.Pool.Roles;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Scheduling;

/// <summary>The state as it would be: what is put or taken here touches nothing.</summary>
internal sealed class Picture(PoolState state, bool offersAreFree = false)
{
    private readonly Dictionary<string, ResourceVector> _free = new(StringComparer.Ordinal);
    private readonly Dictionary<RoleNode, ResourceVector> _more = [];
    private readonly Dictionary<RoleNode, ResourceVector> _less = [];

    public PoolState State { get; } = state;

    public ResourceVector Free(AgentEntry agent) =>
        _free.TryGetValue(agent.Id.Value, out var free) ? free : offersAreFree ? agent.Free.Plus(Rescindable(agent)) : agent.Free;

    public ResourceVector Used(RoleNode role)
    {
        var used = _more.TryGetValue(role, out var more) ? role.Used.Plus(more) : role.Used;
        return _less.TryGetValue(role, out var less) ? used.Minus(less) : used;
    }

    public void Put(AgentEntry agent, RoleNode role, ResourceVector resources)
    {
        _free[agent.Id.Value] = Free(agent).Minus(resources);
        Change(_more, role, resources.Counted());
    }

    public void Take(AgentEntry agent, RoleNode role, ResourceVector resources)
    {
        _free[agent.Id.Value] = Free(agent).Plus(resources);
        Change(_less, role, resources.Counted());
    }

    /// <summary>What a hold keeps is free for whom it is kept.</summary>
    public void Release(PlanEntry hold)
    {
        foreach (var (agent, amount) in hold.Held)
        {
            _free[agent] = Free(State.Agents[agent]).Plus(amount);
        }
    }

    /// <summary>Takes an offer back.</summary>
    public void Rescind(OfferEntry offer)
    {
        var agent = State.Agents[offer.Agent.Value];
        _free[offer.Agent.Value] = offersAreFree && !offer.AfterReclaim ? Free(agent) : Free(agent).Plus(offer.Resources);
        Change(_less, State.Roles[offer.Role], offer.Resources.Counted());
    }

    /// <summary>Undoes <see cref="Take"/>, if what was taken is still free.</summary>
    public bool TryGiveBack(AgentEntry agent, RoleNode role, ResourceVector resources)
    {
        if (!resources.FitsIn(Free(agent)))
        {
            return false;
        }

        _free[agent.Id.Value] = Free(agent).Minus(resources);
        foreach (var node in role.Path)
        {
            _less[node] = _less[node].Minus(resources.Counted());
        }

        return true;
    }

    public void SetFree(AgentEntry agent, ResourceVector free) => _free[agent.Id.Value] = free;

    /// <summary>What others were asked back for is offered to one alone.</summary>
    private ResourceVector Rescindable(AgentEntry agent)
    {
        var sum = ResourceVector.Empty;
        foreach (var id in agent.Offers)
        {
            sum = State.Offers[id].AfterReclaim ? sum : sum.Plus(State.Offers[id].Resources);
        }

        return sum;
    }

    private static void Change(Dictionary<RoleNode, ResourceVector> changes, RoleNode role, ResourceVector amount)
    {
        foreach (var node in role.Path)
        {
            changes[node] = changes.TryGetValue(node, out var before) ? before.Plus(amount) : amount;
        }
    }
}
