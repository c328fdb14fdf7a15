using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CoScheduler.Server.Api;

/// <summary>Why something is as it is.</summary>
internal static class ExplainEndpoints
{
    public static void Map(IEndpointRouteBuilder api, ServerParts parts) =>
        api.Reads<ExplainItem>("/explain", "Why something is as it is, above all why it waits.", (HttpContext context) => ExplainAsync(parts, context))
            .Takes(
                QueryParameter.Word("kind", "What it is.", Explainer.Kinds),
                QueryParameter.Text("id", "Which: a request's key, an agent's name, a role's path, …"));

    private static async Task<IResult> ExplainAsync(ServerParts parts, HttpContext context)
    {
        if (context.Request.QueryText("kind") is not { } kind || context.Request.QueryText("id") is not { } id)
        {
            return Problems.Of("invalid", $"Say `?kind=…&id=…`; kind is one of {string.Join(", ", Explainer.Kinds)}.");
        }

        return await new Explainer(parts).ExplainAsync(kind, id, context.RequestAborted) is { } item
            ? Results.Ok(item)
            : Problems.Of("not_found", $"There is no {kind} `{id}`.");
    }
}
