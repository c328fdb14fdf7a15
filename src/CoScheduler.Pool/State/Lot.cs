using CoScheduler.Pool.Roles;

namespace CoScheduler.Pool.State;

/// <summary>
/// What allocations of one demand have in common that were made under the same terms. Terms that change make a new lot:
/// what runs keeps its own.
/// </summary>
internal sealed class Lot(long number, DemandKey key, DemandTerms terms, long order, RoleNode role) : Ordered<Lot>
{
    /// <summary>Counts lots, for an order of them.</summary>
    public long Number { get; } = number;

    public DemandKey Key { get; } = key;

    public DemandTerms Terms { get; } = terms;

    /// <summary>How old the demand is: lower is older.</summary>
    public long Order { get; } = order;

    /// <summary>The role in the tree in force.</summary>
    public RoleNode Role { get; set; } = role;

    public RoleName RoleName => Terms.Role;

    public DemandMode Mode => Terms.Mode;

    public int Priority => Terms.Priority;

    public string? Gang => Terms.Gang;

    /// <summary>Whether its allocations are part of a gang's minimum, which is kept or asked back whole.</summary>
    public bool IsMinimum => Terms.Gang is not null;

    public LinkedByNumber<AllocationEntry> Allocations { get; } = new(Lane.Demand);

    /// <summary>How many of them were granted and not launched.</summary>
    public int Grants { get; set; }

    /// <summary>What those of them take that count for their role.</summary>
    public Resources.Amounts Used { get; } = new();
}

/// <summary>The order in which a guarantee covers lots: a gang's minimum, then priority, then the oldest demand.</summary>
internal sealed class KeepOrder : IComparer<Lot>
{
    public static readonly KeepOrder Instance = new();

    public int Compare(Lot? x, Lot? y)
    {
        var order = y!.IsMinimum.CompareTo(x!.IsMinimum);
        order = order != 0 ? order : y.Priority.CompareTo(x.Priority);
        order = order != 0 ? order : x.Order.CompareTo(y.Order);
        return order != 0 ? order : x.Number.CompareTo(y.Number);
    }
}
