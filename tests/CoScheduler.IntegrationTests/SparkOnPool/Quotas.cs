using System.Collections.Immutable;
using CoScheduler.Pool;

namespace CoScheduler.IntegrationTests.SparkOnPool;

internal static class Quotas
{
    public static QuotaTree Plain { get; } = Of(("analytics", new RoleQuota()));

    public static QuotaTree Of(params (string Role, RoleQuota Quota)[] roles) =>
        new(roles.ToImmutableSortedDictionary(role => role.Role, role => role.Quota, StringComparer.Ordinal));
}
