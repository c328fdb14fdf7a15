using CoScheduler.Master;
using CoScheduler.Pool;
using CoScheduler.Pool.Roles;

namespace CoScheduler.Server.Quota;

/// <summary>What a new quota would do, found out by the step that would do it, on a copy of the pool.</summary>
/// <param name="Result">What the step decided, or why it was refused.</param>
/// <param name="Over">The roles that would use more than they may.</param>
/// <param name="Reclaims">What would be asked back at once.</param>
internal sealed record QuotaTrial(StepResult Result, IReadOnlyList<RoleOver> Over, IReadOnlyList<TaskReclaim> Reclaims)
{
    /// <summary>Tries a tree out.</summary>
    public static async Task<QuotaTrial> RunAsync(IPoolMaster master, QuotaTree tree, CancellationToken cancellationToken)
    {
        var (copy, now) = await master.CopyAsync(cancellationToken);
        var before = copy.Snapshot();
        var result = copy.Step(now, new SetQuota(tree));
        return new QuotaTrial(
            result,
            [.. copy.Snapshot().Roles.Values.Select(OverOf).OfType<RoleOver>()],
            [.. result.Decisions.OfType<ReclaimBegun>().Select(reclaim => Reclaim(before.Allocations[reclaim.Allocation.Value], reclaim, now))]);
    }

    /// <summary>How long each role waits at most for what it may ask back, with as many tasks as there are now.</summary>
    public static IReadOnlyList<RoleBoundItem> Bounds(QuotaTree tree, PoolSnapshot now) =>
        [.. ReclaimBound.Of(tree, now.Allocations.Count).Select(bound => new RoleBoundItem(bound.Key, Text(bound.Value.GuaranteeMilliseconds), Text(bound.Value.ShareMilliseconds)))];

    private static RoleOver? OverOf(RoleView role)
    {
        var caps = role.Cap.Amounts.Where(bound => role.Used[bound.Key] > bound.Value).ToList();
        return caps.Count == 0
            ? null
            : new RoleOver(role.Name.Value, role.Used.ToString(), Text(caps), Text(caps.Select(cap => KeyValuePair.Create(cap.Key, role.Used[cap.Key] - cap.Value))));
    }

    private static string Text(IEnumerable<KeyValuePair<string, long>> amounts) =>
        string.Join(',', amounts.Select(amount => amount.Value == 0 ? $"{amount.Key}:0" : ResourceVector.Empty.With(amount.Key, amount.Value).ToString()));

    private static TaskReclaim Reclaim(AllocationView victim, ReclaimBegun reclaim, PoolTime now) => new(
        victim.Task?.Value ?? victim.Id.ToString(),
        victim.Role.Value,
        victim.Framework.Value,
        victim.Agent.Value,
        victim.Resources.ToString(),
        reclaim.Cause,
        Duration.Format(Math.Max(0, reclaim.Deadline.Milliseconds - now.Milliseconds)));

    private static string? Text(long? milliseconds) => milliseconds is { } time ? Duration.Format(time) : null;
}

/// <summary>A role that would use more than it may, until what is asked back has gone.</summary>
/// <param name="Role">Its path.</param>
/// <param name="Used">What it uses, with what is being asked back.</param>
/// <param name="Cap">What it may use at most of what it uses too much of: its limit, or its guarantee with what it may borrow.</param>
/// <param name="Over">What it uses above that.</param>
internal sealed record RoleOver(string Role, string Used, string Cap, string Over);

/// <summary>A task that would be asked back.</summary>
/// <param name="Task">Its id.</param>
/// <param name="Role">The role that it counts against.</param>
/// <param name="Framework">Whose it is.</param>
/// <param name="Agent">Where it runs.</param>
/// <param name="Resources">What it has.</param>
/// <param name="Cause">Why.</param>
/// <param name="Grace">How long it may take to go.</param>
internal sealed record TaskReclaim(string Task, string Role, string Framework, string Agent, string Resources, ReclaimCause Cause, string Grace);

/// <summary>How long a role waits at most for what it may ask back (pool.md section 6), where a placement exists.</summary>
/// <param name="Role">Its path.</param>
/// <param name="Guarantee">For demand inside its guarantee; null if it is guaranteed nothing.</param>
/// <param name="Share">For demand inside its fair share; null if it never asks back for that.</param>
internal sealed record RoleBoundItem(string Role, string? Guarantee, string? Share);
