using CoScheduler.Pool.Resources;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Roles;

/// <summary>What a role wants and is due, as last computed: <see cref="FairShares"/> keeps it up to date.</summary>
internal sealed class RoleShares
{
    /// <summary>The demands that ask in the role itself, in no order: they are only summed up.</summary>
    public HashSet<DemandEntry> Demands { get; } = [];

    /// <summary>What the role itself wants; not below what it uses.</summary>
    public Amounts Own { get; } = new();

    /// <summary>What it and everything below it wants, within bounds.</summary>
    public Amounts Wanted { get; } = new();

    /// <summary>What it is due.</summary>
    public Amounts Due { get; } = new();

    /// <summary>What it will be due, while that is computed.</summary>
    public Amounts Next { get; } = new();

    /// <summary>Whether something here or below changed since.</summary>
    public bool Stale { get; set; } = true;
}
