namespace CoScheduler.Pool.State;

internal static class FrameworkTransitions
{
    public static void Apply(PoolState state, Decision decision)
    {
        switch (decision)
        {
            case FrameworkAdmitted d:
                Admit(state, d);
                break;
            case FrameworkDismissed d:
                Dismiss(state, d.Framework);
                break;
            case OffersSuppressed d:
                Touch(state, d.Framework).Suppressed.Add(d.Role ?? RoleName.Root);
                break;
            case OffersRevived d:
                Revive(Touch(state, d.Framework), d.Role);
                break;
            case OffersFiltered d:
                Filter(Touch(state, d.Framework), state.Now, d);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(decision), decision.GetType().Name);
        }
    }

    private static void Admit(PoolState state, FrameworkAdmitted d)
    {
        if (!state.Frameworks.TryGetValue(d.Framework.Value, out var framework))
        {
            framework = new FrameworkEntry { Id = d.Framework, Name = d.Name, Roles = d.Roles };
            state.Frameworks.Add(d.Framework.Value, framework);
        }

        (framework.Name, framework.Roles, framework.FailoverMilliseconds) = (d.Name, d.Roles, d.FailoverMilliseconds);
        state.Changes.Frameworks.Add(d.Framework.Value);

        // A new instance counts the versions of its statements anew.
        state.Withdrawn.Remove(key => key.Framework == d.Framework);
        foreach (var demand in state.Demands.Values.Where(demand => demand.Framework == d.Framework))
        {
            demand.Version = long.MinValue;
        }
    }

    private static void Dismiss(PoolState state, FrameworkId framework)
    {
        state.Frameworks.Remove(framework.Value);
        state.Changes.Frameworks.Add(framework.Value);
        foreach (var demand in state.Demands.Values.Where(demand => demand.Framework == framework).ToList())
        {
            DemandTransitions.Withdraw(state, demand);
        }
    }

    private static void Revive(FrameworkEntry framework, RoleName? role)
    {
        if (role is null)
        {
            framework.Suppressed.Clear();
            framework.Filters.Clear();
            return;
        }

        framework.Suppressed.Remove(role.Value);
        framework.Filters.RemoveAll(filter => filter.Role == role.Value);
    }

    private static void Filter(FrameworkEntry framework, PoolTime now, OffersFiltered d)
    {
        framework.Filters.RemoveAll(filter => filter.Until.CompareTo(now) <= 0);
        framework.Filters.Add(new OfferFilter(d.Role, d.Agent, d.Resources, d.Until));
    }

    private static FrameworkEntry Touch(PoolState state, FrameworkId framework)
    {
        state.Changes.Frameworks.Add(framework.Value);
        return state.Frameworks[framework.Value];
    }
}
