using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Steps;

internal static class FrameworkSteps
{
    public static Refusal? Check(PoolState state, Command command) => command switch
    {
        RegisterFramework c => Refuse.Id("a framework", c.Framework.Value) ?? CheckRoles(c) ?? Refuse.Milliseconds("fail-over time", c.FailoverMilliseconds),
        RemoveFramework c => Refuse.Framework(state, c.Framework),
        DisconnectFramework c => Refuse.Framework(state, c.Framework),
        ReconcileTasks c => Refuse.Framework(state, c.Framework),
        ReviveOffers c => Refuse.Framework(state, c.Framework),
        SuppressOffers c => Refuse.Framework(state, c.Framework),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name),
    };

    public static void Carry(Deciding step, Command command)
    {
        switch (command)
        {
            case RegisterFramework c:
                // Whoever answered an offer before is another instance, and this one has never seen the offer.
                Endings.Rescind(step, OffersOf(step.State, c.Framework));
                step.Decide(new FrameworkAdmitted(c.Framework, c.Name, c.Roles, c.FailoverMilliseconds));
                break;
            case DisconnectFramework c when step.State.Frameworks[c.Framework.Value] is { GoneUntil: null } framework:
                Disconnect(step, framework);
                break;
            case ReconcileTasks c:
                Reconciliation.Answer(step, c);
                break;
            case RemoveFramework c:
                Remove(step, c.Framework);
                break;
            case ReviveOffers c:
                Revive(step, step.State.Frameworks[c.Framework.Value], c.Role);
                break;
            case SuppressOffers c:
                Suppress(step, step.State.Frameworks[c.Framework.Value], c.Role);
                break;
        }
    }

    private static Refusal? CheckRoles(RegisterFramework c) =>
        c.Roles.IsDefaultOrEmpty ? Refuse.Because(RefusalCode.OutOfRange, $"Framework '{c.Framework}' names no role; name those it asks in, or the root for all.") : null;

    /// <summary>The outstanding offers to a framework, the oldest first.</summary>
    private static IEnumerable<OfferEntry> OffersOf(PoolState state, FrameworkId framework) =>
        state.Demands.Of(framework).SelectMany(demand => demand.Offers ?? Enumerable.Empty<OfferEntry>()).OrderBy(offer => offer.Id.Value);

    private static void Disconnect(Deciding step, FrameworkEntry framework)
    {
        step.Decide(new FrameworkLeft(framework.Id, step.Now.Plus(framework.FailoverMilliseconds)));
        Endings.Rescind(step, OffersOf(step.State, framework.Id));
        Endings.Drop(step, step.State.Plans.Values.Where(plan => plan.Items.Any(item => item.Framework == framework.Id)), PlanOutcome.Unwanted);
    }

    public static void Remove(Deciding step, FrameworkId framework)
    {
        Endings.Unwant(step, demand => demand.Framework == framework);
        step.Decide(new FrameworkDismissed(framework));
        foreach (var allocation in step.State.Lots.Values.Where(lot => lot.Key.Framework == framework).SelectMany(lot => lot.Allocations).OrderBy(a => a.Id.Value).ToList())
        {
            Endings.AskBack(step, allocation, ReclaimCause.Framework, Endings.GraceOf(step, allocation));
        }
    }

    private static void Revive(Deciding step, FrameworkEntry framework, RoleName? role)
    {
        var silent = role is { } one ? framework.Suppressed.Contains(one) : framework.Suppressed.Count > 0;
        var filtered = framework.Filters.Any(role);
        if (silent || filtered)
        {
            step.Decide(new OffersRevived(framework.Id, role));
        }
    }

    private static void Suppress(Deciding step, FrameworkEntry framework, RoleName? role)
    {
        if (framework.Suppressed.Contains(role ?? RoleName.Root))
        {
            return;
        }

        step.Decide(new OffersSuppressed(framework.Id, role));
        Endings.Rescind(step, OffersOf(step.State, framework.Id).Where(offer => role is null || offer.Role == role));
        var forOffers = step.State.Plans.Values.Where(plan => plan.Items.Any(item =>
            item.Framework == framework.Id && (role is null || item.Role == role) && step.State.Demands[new DemandKey(item.Framework, item.Class)].Terms.Mode == DemandMode.Open));
        Endings.Drop(step, forOffers, PlanOutcome.Unwanted);
    }
}
