using CoScheduler.Pool;

namespace CoScheduler.Frameworks.Spark;

/// <summary>Gathers what the planner goes by.</summary>
internal sealed class RoleFactReader(SparkFrameworkOptions options, SparkSettings settings)
{
    public PlanRules Rules(PoolSnapshot snapshot, RoleName role) => new(
        settings.MinimumExecutors,
        settings.MaximumExecutors,
        settings.ExecutorCores * SlotsPerCpu(snapshot.Quota, role),
        (long)settings.ExecutorIdle.TotalMilliseconds,
        (long)settings.DriverIdle.TotalMilliseconds,
        (long)options.GrowAfter.TotalMilliseconds,
        settings.ExecutorShape);

    public RoleFacts Read(RoleState state, PlanRules rules, PoolSnapshot snapshot, long now)
    {
        var (waiting, running) = state.Queue.Count;
        if (waiting + running > 0)
        {
            state.LastRequest = now;
        }

        var facts = new RoleFacts
        {
            Now = now,
            Waiting = waiting,
            Running = running,
            LastRequest = state.LastRequest,
            ShortSince = null,
            Driver = state.Driver?.Phase ?? DriverPhase.Absent,
            MaxNeeded = state.Driver?.MaxNeeded ?? 0,
            Executors = [.. state.Executors.Values.Select(executor => executor.ToFacts())],
            Offers = state.OfferFacts(),
            Guaranteed = Guaranteed(snapshot.Quota, state.Role),
            DriverBackoffUntil = state.DriverBackoff.Until,
            ExecutorBackoffUntil = state.ExecutorBackoff.Until,
        };
        var isShort = facts.Driver == DriverPhase.Serving && ExecutorPlanner.Needed(facts, rules) > state.LiveExecutors.Count();
        state.ShortSince = isShort ? state.ShortSince ?? now : null;
        return facts with { ShortSince = state.ShortSince };
    }

    /// <summary>The nearest role up the tree that says anything decides.</summary>
    private int SlotsPerCpu(QuotaTree tree, RoleName role)
    {
        for (var path = role.Value; path.Length > 0; path = path[..Math.Max(0, path.LastIndexOf('/'))])
        {
            if (tree.Roles.TryGetValue(path, out var quota) && quota.SlotsPerCpu is { } slots)
            {
                return slots;
            }
        }

        return settings.SlotsPerCpu;
    }

    /// <summary>How many executors fit the role's own guarantee beside the gang. A resource that it doesn't name is not judged.</summary>
    private int Guaranteed(QuotaTree tree, RoleName role)
    {
        if (!tree.Roles.TryGetValue(role.Value, out var quota))
        {
            return 0;
        }

        var fits = long.MaxValue;
        foreach (var (resource, amount) in quota.Guarantee.Amounts)
        {
            var each = settings.ExecutorShape[resource];
            if (each > 0)
            {
                var left = amount - settings.DriverShape[resource] - (each * settings.MinimumExecutors);
                fits = Math.Min(fits, Math.Max(0, left) / each);
            }
        }

        return fits == long.MaxValue ? 0 : (int)Math.Min(fits, settings.MaximumExecutors);
    }
}
