using System.Collections.Immutable;

namespace CoScheduler.Pool.Steps;

/// <summary>Commands with parts that are missing, or are no values of their kind: read from a file or made by hand.</summary>
internal static class Malformed
{
    public static Refusal? Check(Command? command) => command switch
    {
        null => Missing("The command"),
        RegisterAgent c => Check(c),
        SetForeign c => Amounts(c.Resources),
        SetReservation c => Amounts(c.Resources),
        SetQuota c => Check(c.Quota),
        RegisterFramework c => c.Name is null || (!c.Roles.IsDefault && c.Roles.Any(role => role.Value is null)) ? Missing("A framework's name or role") : null,
        SetDemand c => Check(c.Terms),
        AcceptOffer c => c.Tasks.IsDefault || c.Tasks.All(launch => launch is { Resources: not null, Payload: not null }) ? null : Missing("A task's resources or payload"),
        LaunchTask c => c.Payload is null ? Missing("The payload") : null,
        ReportCost c => Kind(c.Cost),
        TaskReported c => c.Report is null ? Missing("The report") : Kind(c.Report.Condition),
        ReviveOffers c => c.Role is { Value: null } ? Missing("The role") : null,
        SuppressOffers c => c.Role is { Value: null } ? Missing("The role") : null,
        _ => null,
    };

    private static Refusal Missing(string what) => Refuse.Because(RefusalCode.OutOfRange, $"{what} is missing; give all parts of the command.");

    private static Refusal? Amounts(ResourceVector? amounts) =>
        amounts is null ? Refuse.Because(RefusalCode.InvalidAmount, "The resources are missing; give an amount, or an empty one.") : null;

    private static Refusal? Kind<T>(T value)
        where T : struct, Enum =>
        Enum.IsDefined(value) ? null : Refuse.Because(RefusalCode.OutOfRange, $"There is no {typeof(T).Name} {value}.");

    private static Refusal? Check(RegisterAgent c)
    {
        var isWhole = c.Attributes is not null
            && c.Attributes.Values.All(value => value is not null)
            && (c.Taints is not { } taints || (!taints.IsDefault && taints.All(taint => taint is { Key: not null, Value: not null })))
            && (c.Reserved is null || c.Reserved.Values.All(amount => amount is not null));
        return Amounts(c.Total) ?? (isWhole ? null : Missing("An attribute, a taint or a reservation"));
    }

    private static Refusal? Check(QuotaTree? quota) =>
        quota is { Roles: not null } && quota.Roles.Values.All(role => role is { Guarantee: not null })
            ? null
            : Refuse.Because(RefusalCode.InvalidQuota, "The tree of roles, a role or a guarantee is missing; give all of it.");

    private static Refusal? Check(DemandTerms? terms)
    {
        if (terms is null || terms.Role.Value is null)
        {
            return Missing("The terms or the role");
        }

        return Amounts(terms.Shape)
            ?? Kind(terms.Mode)
            ?? (IsWhole(terms.Constraints, constraint => constraint is { Attribute: not null } && IsWhole(constraint.Values, value => value is not null))
                ? terms.Constraints.Select(constraint => Kind(constraint.Operator)).FirstOrDefault(refusal => refusal is not null)
                : Missing("A constraint"))
            ?? (terms.Placement is null ? null : Check(terms.Placement));
    }

    private static Refusal? Check(PlacementTerms placement)
    {
        var isWhole = placement.Labels is not null
            && placement.Labels.Values.All(value => value is not null)
            && IsWhole(placement.Affinity, term => term is { Key: not null, Value: not null, Domain: not null })
            && IsWhole(placement.Spread, term => term is { Key: not null, Value: not null, Domain: not null })
            && IsWhole(placement.Tolerations, toleration => toleration is { Key: not null });
        return isWhole ? Kind(placement.Strategy) : Missing("A label or a term of the placement");
    }

    private static bool IsWhole<T>(ImmutableArray<T> parts, Func<T, bool> isWhole) => !parts.IsDefault && parts.All(isWhole);
}
