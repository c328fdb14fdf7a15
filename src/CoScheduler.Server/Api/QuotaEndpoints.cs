using CoScheduler.Analyses;
using CoScheduler.Pool;
using CoScheduler.Server.Quota;
using CoScheduler.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CoScheduler.Server.Api;

/// <summary>The whole tree of roles, read and replaced.</summary>
internal static class QuotaEndpoints
{
    public static void Map(RouteGroupBuilder api, ServerParts parts)
    {
        api.MapGet("/quota", (HttpRequest request) => Show(parts, request.HttpContext)).Needs(Verb.Read);
        api.MapPut("/quota", (HttpRequest request) => ReplaceAsync(parts, request.HttpContext)).Needs(Verb.Operate);
    }

    private static IResult Show(ServerParts parts, HttpContext context)
    {
        var tree = parts.Master.Snapshot.Quota;
        context.Response.Headers.ETag = QuotaText.ETag(tree);
        return context.Request.Headers.Accept.ToString().Contains("yaml", StringComparison.OrdinalIgnoreCase)
            ? Results.Text(QuotaText.ToYaml(tree), "application/yaml")
            : Results.Json(QuotaText.ToJson(tree), ApiJson.Options);
    }

    private static async Task<IResult> ReplaceAsync(ServerParts parts, HttpContext context)
    {
        using var body = new StreamReader(context.Request.Body);
        var (tree, errors) = QuotaFile.Parse(await body.ReadToEndAsync(context.RequestAborted));
        if (tree is null)
        {
            return Problems.Of(new RequestError("invalid_quota", $"The quota file has {errors.Length} {(errors.Length == 1 ? "fault" : "faults")}; nothing was changed.") { Errors = errors });
        }

        if (Precondition(parts, context.Request) is { } refused)
        {
            return refused;
        }

        var result = await PoolEndpoints.SubmitAsync(context.Request, parts, new SetQuota(tree));
        if (!PoolEndpoints.IsDryRun(context.Request))
        {
            context.Response.Headers.ETag = QuotaText.ETag(parts.Master.Snapshot.Quota);
        }

        return result;
    }

    private static IResult? Precondition(ServerParts parts, HttpRequest request)
    {
        var current = QuotaText.ETag(parts.Master.Snapshot.Quota);
        return request.Headers.IfMatch.ToString() switch
        {
            "" when PoolEndpoints.IsDryRun(request) => null,
            "" => Problems.Of("precondition_required", "Send the ETag of `GET /v1/quota` in If-Match, so that nobody's change is overwritten."),
            "*" => null,
            var tag when tag == current => null,
            _ => Problems.Of("precondition_failed", "The quota has changed since it was read; read it again."),
        };
    }
}
