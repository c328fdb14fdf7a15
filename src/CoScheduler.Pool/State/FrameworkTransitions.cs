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
            case FrameworkLeft d:
                SetGone(state, Touch(state, d.Framework), d.Until);
                break;
            case FrameworkDismissed d:
                Dismiss(state, d.Framework);
                break;
            case OffersSuppressed d:
                Touch(state, d.Framework).Suppressed.Add(d.Role ?? RoleName.Root);
                break;
            case OffersRevived d:
                Revive(Touch(state, d.Framework), d.Role);
                Forgive(state, d.Framework, d.Role);
                break;
            case OffersFiltered d:
                Filter(state, d);
                return;
            default:
                throw new ArgumentOutOfRangeException(nameof(decision), decision.GetType().Name);
        }

        StirDemands(state, decision);
    }

    public static void SetGone(PoolState state, FrameworkEntry framework, PoolTime? until)
    {
        state.Deadlines.Move(framework.Id, framework.GoneUntil, until);
        framework.GoneUntil = until;
    }

    private static void Admit(PoolState state, FrameworkAdmitted d)
    {
        if (!state.Frameworks.TryGetValue(d.Framework.Value, out var framework))
        {
            framework = new FrameworkEntry { Id = d.Framework, Name = d.Name, Roles = d.Roles };
            state.Frameworks.Add(d.Framework.Value, framework);
        }

        (framework.Name, framework.Roles, framework.FailoverMilliseconds) = (d.Name, d.Roles, d.FailoverMilliseconds);
        framework.Instance++;
        SetGone(state, framework, null);
        state.Changes.Frameworks.Add(d.Framework.Value);

        // What the last instance did not answer is none of this one's doing.
        framework.Filters.Clear(null);
        Forgive(state, d.Framework, null);

        // A new instance counts the versions of its statements anew.
        state.Withdrawn.Remove(key => key.Framework == d.Framework);
        foreach (var demand in Demands(state, d.Framework))
        {
            demand.Version = long.MinValue;
        }
    }

    private static void Dismiss(PoolState state, FrameworkId framework)
    {
        SetGone(state, Touch(state, framework), null);
        state.Frameworks.Remove(framework.Value);
        foreach (var demand in Demands(state, framework))
        {
            DemandTransitions.Withdraw(state, demand);
        }

        state.Demands.Forget(framework);
    }

    private static void Revive(FrameworkEntry framework, RoleName? role)
    {
        framework.Filters.Clear(role);
        if (role is null)
        {
            framework.Suppressed.Clear();
        }
        else
        {
            framework.Suppressed.Remove(role.Value);
        }
    }

    /// <summary>What a framework did not answer is forgotten.</summary>
    private static void Forgive(PoolState state, FrameworkId framework, RoleName? role)
    {
        foreach (var demand in Demands(state, framework).Where(demand => demand.Terms.Mode == DemandMode.Open && (role is null || demand.Terms.Role == role)))
        {
            (demand.BackedOffUntil, demand.Backoff) = (null, 0);
        }
    }

    private static void Filter(PoolState state, OffersFiltered d) =>
        Touch(state, d.Framework).Filters.Add(new OfferFilter(d.Role, d.Agent, d.Resources, d.Until), state.Now);

    private static void StirDemands(PoolState state, Decision decision)
    {
        var framework = decision switch
        {
            FrameworkAdmitted d => d.Framework,
            FrameworkLeft d => d.Framework,
            FrameworkDismissed d => d.Framework,
            OffersSuppressed d => d.Framework,
            OffersRevived d => d.Framework,
            _ => throw new ArgumentOutOfRangeException(nameof(decision), decision.GetType().Name),
        };
        Demands(state, framework).ForEach(state.Waiting.Stir);
    }

    private static List<DemandEntry> Demands(PoolState state, FrameworkId framework) => [.. state.Demands.Of(framework)];

    private static FrameworkEntry Touch(PoolState state, FrameworkId framework)
    {
        state.Changes.Frameworks.Add(framework.Value);
        return state.Frameworks[framework.Value];
    }
}
