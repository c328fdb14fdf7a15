using System.Globalization;
using System.Text.Json.Nodes;
using CoScheduler.Master;
using CoScheduler.Pool;
using CoScheduler.Server.Quota;
using CoScheduler.Server.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CoScheduler.Server.Api;

/// <summary>Who changed the quota, when, how and why; and the way back.</summary>
internal static class QuotaHistoryEndpoints
{
    public static void Map(IEndpointRouteBuilder api, ServerParts parts, QuotaReplacement replacement)
    {
        api.Reads<Listing<QuotaChangeItem>>("/quota/history", "The changes of the quota, the newest first.", (HttpRequest request) => List(parts.QuotaHistory, request))
            .Takes(QueryParameter.Limit, QueryParameter.Whole("after", 1, long.MaxValue, "What a page's `next` had: what continues the list."));
        api.Reads<QuotaVersion>("/quota/history/{version}", "One change of the quota, with the whole of it before and after.", (string version) =>
            Find(parts.QuotaHistory, version) is { } change ? Results.Ok(QuotaVersion.Of(change)) : Unknown(version));
        api.Writes<QuotaDryRun>(
            HttpMethods.Post,
            "/quota/history/{version}/rollback",
            Verb.Operate,
            "Puts the quota of a version into force again, as a new version; If-Match says what it replaces.",
            async (string version, HttpContext context) => Find(parts.QuotaHistory, version) is { } change
                ? await replacement.RunAsync(context, change.Quota, $"rollback to version {change.Version}")
                : Unknown(version)).Takes(QuotaEndpoints.Comment);
    }

    private static Listing<QuotaChangeItem> List(IQuotaHistory history, HttpRequest request)
    {
        var limit = PageQuery.Of(request).Limit;
        var changes = history.Read(request.QueryWhole("after"), limit + 1);
        var page = changes.Take(limit).Select(QuotaChangeItem.Of).ToList();
        return new Listing<QuotaChangeItem>(page, changes.Count > limit ? page[^1].Version.ToString(CultureInfo.InvariantCulture) : null);
    }

    private static QuotaChange? Find(IQuotaHistory history, string version) =>
        long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? history.Find(number) : null;

    private static IResult Unknown(string version) =>
        Problems.Of("unknown_version", $"The quota never had a version `{version}`; `coscheduler quota history` lists them.");
}

/// <summary>A change of the quota, in a list.</summary>
/// <param name="Version">Counted from 1.</param>
/// <param name="At">When.</param>
/// <param name="By">Who; null if nobody said.</param>
/// <param name="Comment">Why; null if nobody said.</param>
/// <param name="Step">The pool's step that made it.</param>
/// <param name="Differences">What it changed.</param>
internal sealed record QuotaChangeItem(long Version, DateTimeOffset At, string? By, string? Comment, long Step, IReadOnlyList<RoleDifference> Differences)
{
    public static QuotaChangeItem Of(QuotaChange change) => new(
        change.Version,
        change.Wall,
        change.Origin?.By,
        change.Origin?.Comment,
        change.Number,
        QuotaDifference.Between(change.Before ?? QuotaTree.Default, change.Quota));
}

/// <summary>A change of the quota, whole.</summary>
/// <param name="Version">Counted from 1.</param>
/// <param name="At">When.</param>
/// <param name="By">Who; null if nobody said.</param>
/// <param name="Comment">Why; null if nobody said.</param>
/// <param name="Differences">What it changed.</param>
/// <param name="Before">What was in force before, as a file that would set it; null of the first.</param>
/// <param name="Quota">What has been in force since.</param>
internal sealed record QuotaVersion(long Version, DateTimeOffset At, string? By, string? Comment, IReadOnlyList<RoleDifference> Differences, JsonObject? Before, JsonObject Quota)
{
    public static QuotaVersion Of(QuotaChange change)
    {
        var item = QuotaChangeItem.Of(change);
        return new QuotaVersion(
            item.Version, item.At, item.By, item.Comment, item.Differences, change.Before is { } before ? QuotaText.ToJson(before) : null, QuotaText.ToJson(change.Quota));
    }
}
