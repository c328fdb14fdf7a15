using CoScheduler.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CoScheduler.Server.Api;

/// <summary>Every route of contract.md section 4 that there is.</summary>
internal static class ApiRoutes
{
    public static void Map(WebApplication app, ServerParts parts)
    {
        app.MapGet("/healthz", () => Results.Text("ok\n"));
        app.MapGet("/readyz", () => parts.IsReady() ? Results.Text("ready\n") : Problems.Of("starting", "The server is not ready yet."));
        app.MapGet("/metrics", () => Results.Text(MetricsText.Of(parts), "text/plain; version=0.0.4")).Needs(Verb.Read);
        app.MapOpenApi("/openapi/{documentName}.json").Needs(Verb.Read);
        var api = app.MapGroup("/v1");
        api.MapGet("/codes", () => new Listing<ErrorCode>(ErrorCodes.All, null)).Needs(Verb.Read);
        PoolEndpoints.Map(api, parts);
        QuotaEndpoints.Map(api, parts);
        TaskEndpoints.Map(api, parts);
        RequestEndpoints.Map(api, parts);
        AnalysisEndpoints.Map(api, parts);
        ServiceEndpoints.Map(api, parts);
        ExplainEndpoints.Map(api, parts);
        EventEndpoints.Map(api, parts);
        KafkaEndpoints.Map(api, parts);
        app.MapFallback((HttpContext context) => Problems.Of("not_found", $"There is no {context.Request.Method} {context.Request.Path}; /openapi/v1.json lists the routes."));
    }
}
