using System.Collections.Immutable;
using CoScheduler.Pool.Resources;

namespace CoScheduler.Pool.Scheduling;

/// <summary>Makes reasons with their numbers.</summary>
internal static class Reason
{
    public static PendingReason Of(ReasonCode code, string message, params ReadOnlySpan<(string Name, long Value)> numbers) =>
        new(code, message, Numbers(numbers), [], null);

    /// <summary>One that is known to change at a time.</summary>
    public static PendingReason Until(PoolTime until, ReasonCode code, string message, params ReadOnlySpan<(string Name, long Value)> numbers) =>
        new(code, message, Numbers(numbers), [], until);

    public static ImmutableSortedDictionary<string, long> Numbers(params ReadOnlySpan<(string Name, long Value)> numbers)
    {
        var map = ImmutableSortedDictionary.CreateBuilder<string, long>(StringComparer.Ordinal);
        foreach (var (name, value) in numbers)
        {
            map[name] = value;
        }

        return map.ToImmutable();
    }

    /// <summary>An amount for people, for example <c>2.5 cpus</c>.</summary>
    public static string Amount(string resource, long amount) => $"{Quantity.Format(resource, amount)} {resource}";

    /// <summary>Whether two say the same, but for numbers that move all the time.</summary>
    public static bool IsSame(PendingReason? a, PendingReason? b) =>
        ReferenceEquals(a, b) || (a is not null && b is not null && a.Code == b.Code && a.Until == b.Until && AreSame(a.BlockedBy, b.BlockedBy));

    private static bool AreSame(ImmutableArray<Blocker> a, ImmutableArray<Blocker> b)
    {
        if (a.Length != b.Length)
        {
            return false;
        }

        for (var i = 0; i < a.Length; i++)
        {
            if (a[i].Kind != b[i].Kind || a[i].Id != b[i].Id)
            {
                return false;
            }
        }

        return true;
    }
}
