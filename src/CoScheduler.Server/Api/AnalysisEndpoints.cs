using System.Text.Json.Nodes;
using CoScheduler.Analyses;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CoScheduler.Server.Api;

/// <summary>The catalogue.</summary>
internal static class AnalysisEndpoints
{
    public static void Map(IEndpointRouteBuilder api, ServerParts parts)
    {
        api.Lists<AnalysisItem>("/analyses", "The catalogue: what can be asked for, and what is wrong with its files.", (HttpRequest request) =>
        {
            var analyses = parts.Catalogue.Current.Analyses.Values.Where(a => request.LetsThroughRole(a.Role)).Select(a => AnalysisItem.Of(a, parts.DefaultEngine));
            var page = PageQuery.Of(request).Cut(analyses, a => a.Name);
            return new Catalogued(page.Items, page.Next, parts.CatalogueFaults());
        });
        api.Reads<AnalysisItem>("/analyses/{name}", "An analysis, with its parameters as JSON Schema.", (string name) => parts.Catalogue.Current.Find(name) is { } analysis
            ? Results.Ok(AnalysisItem.Of(analysis, parts.DefaultEngine))
            : Problems.Of("unknown_analysis", $"There is no analysis `{name}`; `coscheduler analysis list` shows them."));
    }
}

/// <summary>A part of the catalogue.</summary>
/// <param name="Items">The analyses.</param>
/// <param name="Next">What continues the list.</param>
/// <param name="Faults">What is wrong with the files as they are now; with any, an older catalogue is in force.</param>
internal sealed record Catalogued(IReadOnlyList<AnalysisItem> Items, string? Next, IReadOnlyList<CatalogueError> Faults) : Listing<AnalysisItem>(Items, Next);

internal sealed record AnalysisItem(
    string Name,
    string Summary,
    AnalysisMode Mode,
    string Role,
    string Engine,
    string Version,
    JsonObject Parameters,
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
