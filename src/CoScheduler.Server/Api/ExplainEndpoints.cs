using CoScheduler.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CoScheduler.Server.Api;

/// <summary>Why something is as it is.</summary>
internal static class ExplainEndpoints
{
    public static void Map(RouteGroupBuilder api, ServerParts parts) =>
        api.MapGet("/explain", (string? kind, string? id, HttpContext context) => ExplainAsync(parts, kind, id, context.RequestAborted)).Needs(Verb.Read);

    private static async Task<IResult> ExplainAsync(ServerParts parts, string? kind, string? id, CancellationToken cancellationToken)
    {
        if (kind is null || id is null)
        {
            return Problems.Of("invalid", "Say `?kind=…&id=…`; kind is request, task, service, role, executor, agent, gang or framework.");
        }

        var explainer = new Explainer(parts);
        return kind is "request" or "task" or "service" or "role" or "executor" or "agent" or "gang" or "framework"
            ? await explainer.ExplainAsync(kind, id, cancellationToken) is { } item ? Results.Ok(item) : Problems.Of("not_found", $"There is no {kind} `{id}`.")
            : Problems.Of("invalid", $"`{kind}` can't be explained; kind is request, task, service, role, executor, agent, gang or framework.");
    }
}
