using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Roles;

/// <summary>The order in which a guarantee covers allocations: a gang's minimum, then priority, then the oldest demand.</summary>
internal sealed class KeepOrder : IComparer<AllocationEntry>
{
    public static readonly KeepOrder Instance = new();

    public int Compare(AllocationEntry? x, AllocationEntry? y)
    {
        var order = IsMinimum(y!).CompareTo(IsMinimum(x!));
        order = order != 0 ? order : y!.Priority.CompareTo(x!.Priority);
        order = order != 0 ? order : x!.Order.CompareTo(y!.Order);
        return order != 0 ? order : x!.Id.Value.CompareTo(y!.Id.Value);
    }

    /// <summary>Whether it is part of a gang's minimum, which is kept or asked back whole.</summary>
    public static bool IsMinimum(AllocationEntry allocation) => allocation.Gang is not null && allocation.Mode == DemandMode.Firm;
}
