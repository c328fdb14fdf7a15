using CoScheduler.Pool.Roles;
using CoScheduler.Pool.Scheduling;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Explain;

internal static class RoleExplainer
{
    public static Explanation? Of(PoolState state, string path)
    {
        if (state.Roles.Find(new RoleName(path)) is not { } role)
        {
            return null;
        }

        var waiting = state.Demands.Values
            .Where(demand => demand.Waiting > 0 && state.Roles.Find(demand.Terms.Role) is { } asking && asking.Path.Contains(role))
            .OrderBy(demand => demand.Since ?? default)
            .ToList();
        var reason = waiting.Count == 0 ? null : Reasons.Of(state, waiting[0]);
        return new Explanation(
            "role",
            path,
            role.Name,
            waiting.Count == 0 ? "met" : "waiting",
            waiting.Count == 0 ? null : waiting[0].Since,
            reason?.Name,
            reason?.Message ?? Sentence(role),
            Numbers(state, role).SetItem("waiting", waiting.Sum(demand => demand.Waiting)),
            reason?.BlockedBy ?? [],
            null,
            reason?.Until,
            Mentions.Of(state, decision => Mentions.IsAbout(decision, role.Name)));
    }

    private static string Sentence(RoleNode role) =>
        $"It uses {(role.Used.IsZero ? "nothing" : role.Used)}, is guaranteed {(role.Guarantee.IsZero ? "nothing" : role.Guarantee)}, and nothing of it waits.";

    private static System.Collections.Immutable.ImmutableSortedDictionary<string, long> Numbers(PoolState state, RoleNode role)
    {
        var share = FairShares.Of(state).Of(role);
        var numbers = Reason.Numbers().ToBuilder();
        foreach (var (kind, amounts) in new[] { ("used", role.Used), ("guarantee", role.Guarantee), ("limit", role.Cap), ("share", state.Dimensions.VectorOf(share)), ("kept", state.Dimensions.VectorOf(role.Keep.Amount)) })
        {
            foreach (var (resource, amount) in amounts.Amounts)
            {
                numbers[$"{kind}.{resource}"] = amount;
            }
        }

        return numbers.ToImmutable();
    }
}
