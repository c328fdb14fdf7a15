using CoScheduler.Pool.Placement;

namespace CoScheduler.Pool.State;

/// <summary>
/// Agents with the same scarce resources: all but processors, memory, disk and ports. Looked through kind by kind, those
/// first that have nothing scarce which a task doesn't ask for, so that gpus aren't blocked by who needs none.
/// </summary>
internal sealed class AgentKind(string name, int[] scarce)
{
    /// <summary>The names of the scarce resources; the order of kinds that are equally good.</summary>
    public string Name { get; } = name;

    public int[] Scarce { get; } = scarce;

    /// <summary>In the order in which they registered; null where one has gone.</summary>
    public List<AgentEntry?> Agents { get; } = [];

    /// <summary>By what is free.</summary>
    public FitTree Free { get; } = new();

    /// <summary>By what is free and what is in offers that may be taken back.</summary>
    public FitTree WithOffers { get; } = new();

    /// <summary>By what an agent has in all, whatever is used of it.</summary>
    public FitTree Total { get; } = new();
}
