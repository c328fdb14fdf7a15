namespace CoScheduler.Pool.State;

/// <summary>What changed since the last picture was taken, and whether anything changed that decides who gets what.</summary>
internal sealed class Changes
{
    /// <summary>Something moved in this step that a round must look at.</summary>
    public bool Moved { get; set; }

    /// <summary>Something came free in this round that earlier parts of it might have used.</summary>
    public bool Freed { get; set; }

    /// <summary>Amounts, demand or quotas moved since the last picture.</summary>
    public bool Shares { get; set; } = true;

    public bool Quota { get; set; } = true;

    public SortedSet<string> Agents { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> Frameworks { get; } = new(StringComparer.Ordinal);

    public SortedSet<DemandKey> Demands { get; } = [];

    public SortedSet<long> Offers { get; } = [];

    public SortedSet<long> Allocations { get; } = [];

    public void Clear()
    {
        (Shares, Quota) = (false, false);
        Agents.Clear();
        Frameworks.Clear();
        Demands.Clear();
        Offers.Clear();
        Allocations.Clear();
    }
}
