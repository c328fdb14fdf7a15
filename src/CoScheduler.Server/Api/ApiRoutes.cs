using System.Collections.Immutable;
using CoScheduler.Server.Quota;
using CoScheduler.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CoScheduler.Server.Api;

/// <summary>Every route of contract.md section 4 that there is.</summary>
internal static class ApiRoutes
{
    public static void Map(WebApplication app, ServerParts parts)
    {
        app.MapGet("/healthz", () => Results.Text("ok\n")).WithSummary("Whether the process answers.");
        app.MapGet("/readyz", () => parts.IsReady() ? Results.Text(Ready(parts)) : Problems.Of("starting", "The server is not ready yet.")).WithSummary("Whether work can be taken.");
        app.Reads<string>("/metrics", "Metrics in Prometheus' text format.", () => Results.Text(MetricsText.Of(parts), "text/plain; version=0.0.4; charset=utf-8"));
        app.MapOpenApi("/openapi/{documentName}.json").WithMetadata(new NeededVerb(Verb.Read));
        var api = app.MapGroup("/v1");
        api.Reads<Listing<ErrorCode>>("/codes", "Every code that the server says.", () => new Listing<ErrorCode>(ErrorCodes.All, null));
        ImmutableArray<Action<IEndpointRouteBuilder, ServerParts>> areas =
        [
            PoolEndpoints.Map, QuotaEndpoints.Map, TaskEndpoints.Map, AskEndpoints.Map, RequestEndpoints.Map, AnalysisEndpoints.Map,
            ServiceEndpoints.Map, ExplainEndpoints.Map, EventEndpoints.Map, KafkaEndpoints.Map,
        ];
        foreach (var map in areas)
        {
            map(api, parts);
        }

        // Whoever may not even look learns nothing of what there is.
        app.MapFallback("{**path}", (HttpContext context) => Problems.Of("not_found", $"There is no {context.Request.Method} {context.Request.Path}; /openapi/v1.json lists the routes."))
            .WithMetadata(new NeededVerb(null));
    }

    /// <summary>A quota file that is not in force keeps no work off; whoever looks is told. Its faults are for those who may read.</summary>
    private static string Ready(ServerParts parts) => parts.QuotaFile?.Check() is { State: not QuotaFileCondition.Same } file
        ? $"ready\nwarning: the quota file is not what is in force ({file.State.ToString().ToLowerInvariant()}); GET /v1/quota/file says more\n"
        : "ready\n";
}
