using System.Text.Json.Nodes;
using CoScheduler.Analyses;
using CoScheduler.Pool;
using CoScheduler.Server.Quota;
using CoScheduler.Server.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CoScheduler.Server.Api;

/// <summary>The whole tree of roles, read and replaced. One replacement at a time: between the check of If-Match and the change nobody else's comes.</summary>
internal sealed class QuotaEndpoints(ServerParts parts)
{
    private readonly SemaphoreSlim _replacing = new(1);

    public static void Map(IEndpointRouteBuilder api, ServerParts parts)
    {
        var endpoints = new QuotaEndpoints(parts);
        api.Reads<JsonObject>("/quota", "The quota in force, as a file that would set it (JSON, or YAML if that is accepted).", (HttpContext context) => endpoints.Show(context));
        api.Writes<QuotaDryRun>(HttpMethods.Put, "/quota", Verb.Operate, "Replaces the whole quota (YAML or JSON); If-Match says which.", (HttpContext context) => endpoints.ReplaceAsync(context));
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
        if (tree is null)
        {
            return Problems.Of(new RequestError("invalid_quota", $"The quota file has {errors.Length} {(errors.Length == 1 ? "fault" : "faults")}; nothing was changed.") { Errors = errors });
        }

        await _replacing.WaitAsync(context.RequestAborted);
        try
        {
            return Precondition(context.Request) ?? (context.Request.IsDryRun() ? await TryAsync(context, tree) : await ReplaceAsync(context, tree));
        }
        finally
        {
            _replacing.Release();
        }
    }

    private async Task<IResult> TryAsync(HttpContext context, QuotaTree tree)
    {
        var result = await parts.Master.DryRunAsync(new SetQuota(tree), context.RequestAborted);
        var view = DryRunView.Of(result);
        return result.Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok(new QuotaDryRun(view.Decisions, view.Effects, QuotaText.ToJson(tree)));
    }

    private async Task<IResult> ReplaceAsync(HttpContext context, QuotaTree tree)
    {
        if (await parts.Master.SubmitAsync(new SetQuota(tree), context.RequestAborted) is { } refusal)
        {
            return Problems.Of(refusal);
        }

        parts.QuotaChanged();
        context.Response.Headers.ETag = QuotaText.ETag(parts.Master.Snapshot.Quota);
        return Results.NoContent();
    }

    private IResult? Precondition(HttpRequest request)
    {
        var wanted = request.Headers.IfMatch.SelectMany(h => (h ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToList();
        if (wanted.Count == 0)
        {
            return request.IsDryRun()
                ? null
                : Problems.Of("precondition_required", "Send the ETag of `GET /v1/quota` in If-Match, so that nobody's change is overwritten.");
        }

        return wanted.Contains("*") || wanted.Contains(QuotaText.ETag(parts.Master.Snapshot.Quota))
            ? null
            : Problems.Of("precondition_failed", "The quota has changed since it was read; read it again.");
    }
}

/// <summary>What replacing the quota would do.</summary>
/// <param name="Decisions">What the pool would decide.</param>
/// <param name="Effects">What would be carried out, in words.</param>
/// <param name="Quota">What would be in force, as <c>GET /v1/quota</c> would show it.</param>
internal sealed record QuotaDryRun(IReadOnlyList<System.Text.Json.JsonElement> Decisions, IReadOnlyList<string> Effects, JsonObject Quota)
{
    /// <summary>Always true.</summary>
    public bool DryRun => true;
}
