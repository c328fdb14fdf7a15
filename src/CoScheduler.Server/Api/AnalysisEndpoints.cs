using CoScheduler.Analyses;
using CoScheduler.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CoScheduler.Server.Api;

/// <summary>The catalogue.</summary>
internal static class AnalysisEndpoints
{
    public static void Map(RouteGroupBuilder api, ServerParts parts)
    {
        api.MapGet("/analyses", (HttpRequest request) => PageQuery.Of(request).Cut(
            parts.Catalogue.Current.Analyses.Values.Where(a => PoolEndpoints.InRole(request, a.Role)).Select(a => AnalysisItem.Of(a, parts.DefaultEngine)),
            a => a.Name)).Needs(Verb.Read);
        api.MapGet("/analyses/{name}", (string name) => parts.Catalogue.Current.Find(name) is { } analysis
            ? Results.Ok(AnalysisItem.Of(analysis, parts.DefaultEngine))
            : Problems.Of("unknown_analysis", $"There is no analysis `{name}`; `coscheduler analysis list` shows them.")).Needs(Verb.Read);
    }
}

internal sealed record AnalysisItem(
    string Name,
    string Summary,
    AnalysisMode Mode,
    string Role,
    string Engine,
    string Version,
    System.Text.Json.Nodes.JsonObject Parameters,
    IReadOnlyList<string> Sources,
    AnalysisLimitsItem Limits)
{
    public static AnalysisItem Of(Analysis analysis, string defaultEngine) => new(
        analysis.Name,
        analysis.Summary,
        analysis.Mode,
        analysis.Role,
        analysis.Engine ?? defaultEngine,
        analysis.Digest,
        ParameterSchema.Of(analysis),
        [.. analysis.Sources.Keys],
        new AnalysisLimitsItem(analysis.Limits.Rows, analysis.Limits.Bytes, analysis.Limits.Time.TotalMilliseconds));
}

internal sealed record AnalysisLimitsItem(long Rows, long Bytes, double TimeMs);
