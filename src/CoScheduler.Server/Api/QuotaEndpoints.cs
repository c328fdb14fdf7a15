using System.Text.Json.Nodes;
using CoScheduler.Analyses;
using CoScheduler.Server.Quota;
using CoScheduler.Server.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CoScheduler.Server.Api;

/// <summary>The whole tree of roles, read and replaced.</summary>
internal sealed class QuotaEndpoints(ServerParts parts, QuotaReplacement replacement)
{
    /// <summary>What a write of the quota may say about itself.</summary>
    public static readonly QueryParameter Comment = QueryParameter.Text("comment", "Why, for the history.");

    public static void Map(IEndpointRouteBuilder api, ServerParts parts)
    {
        var replacement = new QuotaReplacement(parts);
        var endpoints = new QuotaEndpoints(parts, replacement);
        api.Reads<JsonObject>("/quota", "The quota in force, as a file that would set it (JSON, or YAML if that is accepted).", (HttpContext context) => endpoints.Show(context));
        api.Writes<QuotaDryRun>(HttpMethods.Put, "/quota", Verb.Operate, "Replaces the whole quota (YAML or JSON); If-Match says which.", (HttpContext context) => endpoints.ReplaceAsync(context))
            .Takes(Comment);
        api.Reads<Listing<RoleBoundItem>>("/quota/bounds", "How long each role waits at most for what it may ask back, where a placement exists.", () =>
            new Listing<RoleBoundItem>(QuotaTrial.Bounds(parts.Master.Snapshot.Quota, parts.Master.Snapshot), null));
        api.Reads<QuotaFileState>("/quota/file", "How the server's quota file stands to the quota in force.", () => parts.QuotaFile?.Check() is { } state
            ? Results.Ok(state)
            : Problems.Of("not_found", "The server was started without --quota, so there is no file to compare."));
        QuotaHistoryEndpoints.Map(api, parts, replacement);
    }

    private IResult Show(HttpContext context)
    {
        var tree = parts.Master.Snapshot.Quota;
        context.Response.Headers.ETag = QuotaText.ETag(tree);
        return context.Request.Headers.Accept.ToString().Contains("yaml", StringComparison.OrdinalIgnoreCase)
            ? Results.Text(QuotaText.ToYaml(tree), "application/yaml")
            : Results.Json(QuotaText.ToJson(tree), ApiJson.Options);
    }

    private async Task<IResult> ReplaceAsync(HttpContext context)
    {
        using var body = new StreamReader(context.Request.Body);
        var (tree, errors) = QuotaFile.Parse(await body.ReadToEndAsync(context.RequestAborted));
        return tree is null
            ? Problems.Of(new RequestError("invalid_quota", $"The quota file has {errors.Length} {(errors.Length == 1 ? "fault" : "faults")}; nothing was changed.") { Errors = errors })
            : await replacement.RunAsync(context, tree);
    }
}
