using System.Text.Json.Nodes;
using CoScheduler.Master;
using CoScheduler.Pool;
using CoScheduler.Server.Quota;
using CoScheduler.Server.Security;
using Microsoft.AspNetCore.Http;

namespace CoScheduler.Server.Api;

/// <summary>Replaces the quota, or tries it. One at a time: between the check of If-Match and the change nobody else's comes.</summary>
internal sealed class QuotaReplacement(ServerParts parts)
{
    private readonly SemaphoreSlim _replacing = new(1);

    /// <summary>Answers a request that puts a tree into force.</summary>
    /// <param name="context">The request; its query string says whether it is only tried, and why it is done.</param>
    /// <param name="tree">The tree.</param>
    /// <param name="comment">What is kept if the request says nothing.</param>
    public async Task<IResult> RunAsync(HttpContext context, QuotaTree tree, string? comment = null)
    {
        await _replacing.WaitAsync(context.RequestAborted);
        try
        {
            return Precondition(context.Request) ?? (context.Request.IsDryRun() ? await TryAsync(context, tree) : await ReplaceAsync(context, tree, comment));
        }
        finally
        {
            _replacing.Release();
        }
    }

    private async Task<IResult> TryAsync(HttpContext context, QuotaTree tree)
    {
        var trial = await QuotaTrial.RunAsync(parts.Master, tree, context.RequestAborted);
        if (trial.Result.Refusal is { } refusal)
        {
            return Problems.Of(refusal);
        }

        var (view, now) = (DryRunView.Of(trial.Result), parts.Master.Snapshot);
        return Results.Ok(new QuotaDryRun(
            QuotaDifference.Between(now.Quota, tree), trial.Over, trial.Reclaims, QuotaTrial.Bounds(tree, now), view.Decisions, view.Effects, QuotaText.ToJson(tree)));
    }

    private async Task<IResult> ReplaceAsync(HttpContext context, QuotaTree tree, string? comment)
    {
        var origin = new Origin(LocalUser.Of(context), context.Request.QueryText("comment") ?? comment);
        if (await parts.Master.SubmitAsync(new SetQuota(tree), origin, context.RequestAborted) is { } refusal)
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
/// <param name="Differences">What would change.</param>
/// <param name="Over">The roles that would use more than they may.</param>
/// <param name="Reclaims">The tasks that would be asked back at once, and how long each may take.</param>
/// <param name="Bounds">How long each role would wait at most for what it may ask back.</param>
/// <param name="Decisions">What the pool would decide.</param>
/// <param name="Effects">What would be carried out, in words.</param>
/// <param name="Quota">What would be in force, as <c>GET /v1/quota</c> would show it.</param>
internal sealed record QuotaDryRun(
    IReadOnlyList<RoleDifference> Differences,
    IReadOnlyList<RoleOver> Over,
    IReadOnlyList<TaskReclaim> Reclaims,
    IReadOnlyList<RoleBoundItem> Bounds,
    IReadOnlyList<System.Text.Json.JsonElement> Decisions,
    IReadOnlyList<string> Effects,
    JsonObject Quota)
{
    /// <summary>Always true.</summary>
    public bool DryRun => true;
}
