using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Roles;

/// <summary>
/// Tells what guarantees no longer cover, though it runs on: one that comes may push an older one out, and so may one that goes.
/// What is pushed out may be asked back from then on.
/// </summary>
internal sealed class KeepWatch
{
    private readonly Dictionary<RoleNode, KeepSet> _before = [];

    /// <summary>Whether nothing that was covered is to be asked about.</summary>
    public bool IsEmpty => _before.Count == 0;

    /// <summary>What a role keeps is to be computed anew.</summary>
    public void Forget(RoleNode role, KeepSet? before)
    {
        if (before is { IsEmpty: false })
        {
            _before.TryAdd(role, before);
        }
    }

    /// <summary>Nobody remembers what he found.</summary>
    public void Clear(IEnumerable<RoleNode> roles)
    {
        _before.Clear();
        foreach (var role in roles)
        {
            role.Unwatch();
        }
    }

    /// <summary>Each agent with an allocation that was covered when this was last asked and is not now.</summary>
    public void Drain(Action<AgentEntry> lost)
    {
        // In no order, for it is only marked on which agents to look.
        foreach (var (role, before) in _before)
        {
            foreach (var allocation in before.InOrder)
            {
                if (!allocation.Ended && !allocation.Leaving && !role.WatchKeep().Contains(allocation))
                {
                    lost(allocation.Home);
                }
            }
        }

        _before.Clear();
    }
}
