namespace CoScheduler.Pool.Roles;

/// <summary>Finds every fault of a tree of roles at once.</summary>
public static class QuotaValidator
{
    private const int LongestPath = 256;
    private const int DeepestPath = 8;
    private const int HighestWeight = 1_000_000;

    /// <summary>Judges a tree.</summary>
    /// <param name="tree">The tree.</param>
    /// <returns>Its faults, by role; none means it may be set.</returns>
    public static IReadOnlyList<QuotaFault> Validate(QuotaTree tree)
    {
        var faults = new List<QuotaFault>();
        if (tree.Roles.Count == 0)
        {
            faults.Add(new QuotaFault("", "", "There is no role; add at least one."));
        }

        foreach (var (path, role) in tree.Roles)
        {
            CheckPath(tree, path, faults);
            CheckRole(path, role, faults);
            CheckChildren(tree, path, role, faults);
        }

        return faults;
    }

    private static void CheckPath(QuotaTree tree, string path, List<QuotaFault> faults)
    {
        var parts = path.Split('/');
        if (path.Length is 0 or > LongestPath || parts.Length > DeepestPath || parts.Any(part => !IsName(part)))
        {
            faults.Add(new QuotaFault(path, "", $"A role's path has at most {DeepestPath} parts of letters, digits, '.', '_' and '-', separated by '/', each beginning with a letter or a digit."));
        }

        var slash = path.LastIndexOf('/');
        if (slash > 0 && !tree.Roles.ContainsKey(path[..slash]))
        {
            faults.Add(new QuotaFault(path, "", $"Its parent '{path[..slash]}' is missing; add it."));
        }
    }

    private static void CheckRole(string path, RoleQuota role, List<QuotaFault> faults)
    {
        if (role.Weight is < 0 or > HighestWeight)
        {
            faults.Add(new QuotaFault(path, "weight", $"A weight of {role.Weight} is out of range; give 0 to {HighestWeight}."));
        }

        if (role.Limit is { } limit && role.Guarantee.Counted().FirstAbove(limit) is { } above)
        {
            faults.Add(new QuotaFault(path, "limit", $"The limit of {above} is below the guarantee; raise it or guarantee less."));
        }

        if (role.Lend is { } lend && lend.Amounts.FirstOrDefault(amount => amount.Value > role.Guarantee[amount.Key]).Key is { } tooMuch && role.Guarantee.Names(tooMuch))
        {
            faults.Add(new QuotaFault(path, "lend", $"It lends more {tooMuch} than it is guaranteed; lend at most its guarantee."));
        }

        foreach (var (field, milliseconds) in Times(role))
        {
            if (milliseconds < 0)
            {
                faults.Add(new QuotaFault(path, field, "A length of time is negative; give 0 or more."));
            }
        }

        foreach (var (field, count, least) in new[] { ("maxRunning", role.MaxRunning, 0), ("maxQueued", role.MaxQueued, 0), ("slotsPerCpu", role.SlotsPerCpu, 1) })
        {
            if (count < least)
            {
                faults.Add(new QuotaFault(path, field, $"{count} is out of range; give {least} or more."));
            }
        }
    }

    private static (string Field, long? Milliseconds)[] Times(RoleQuota role) =>
    [
        ("grace", role.GraceMilliseconds),
        ("minRuntime", role.MinRuntimeMilliseconds),
        ("reclaimWithin", role.ReclaimWithinMilliseconds),
        ("shareReclaimAfter", role.ShareReclaimAfterMilliseconds),
    ];

    private static void CheckChildren(QuotaTree tree, string path, RoleQuota role, List<QuotaFault> faults)
    {
        var children = tree.Roles.Where(child => child.Key.Length > path.Length && child.Key.LastIndexOf('/') == path.Length && child.Key.StartsWith(path + "/", StringComparison.Ordinal)).ToList();
        var sum = children.Aggregate(ResourceVector.Empty, (total, child) => total.Plus(child.Value.Guarantee.Counted()));
        foreach (var (resource, amount) in sum.Amounts)
        {
            if (role.Guarantee.Names(resource) && amount > role.Guarantee[resource])
            {
                faults.Add(new QuotaFault(path, "guarantee", $"Its children are guaranteed {Scheduling.Reason.Amount(resource, amount)} and it has {Scheduling.Reason.Amount(resource, role.Guarantee[resource])}; raise its guarantee or lower theirs."));
            }
            else if (role.Limit is { } limit && limit.Names(resource) && amount > limit[resource])
            {
                faults.Add(new QuotaFault(path, "limit", $"Its children are guaranteed {Scheduling.Reason.Amount(resource, amount)}, more than its limit; raise the limit or lower theirs."));
            }
        }
    }

    private static bool IsName(string part) =>
        part.Length > 0 && char.IsAsciiLetterOrDigit(part[0]) && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
}

/// <summary>A fault of a tree of roles.</summary>
/// <param name="Role">The role's path.</param>
/// <param name="Field">The field, for example <c>guarantee</c>; empty if it is the role itself.</param>
/// <param name="Message">One sentence that says what to do.</param>
public sealed record QuotaFault(string Role, string Field, string Message);
