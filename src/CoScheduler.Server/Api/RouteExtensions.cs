using System.Diagnostics.CodeAnalysis;
using CoScheduler.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CoScheduler.Server.Api;

/// <summary>Says of a route what it is for, who may use it, and what its query string may hold.</summary>
internal static class RouteExtensions
{
    /// <summary>A route that looks.</summary>
    public static RouteHandlerBuilder Reads<T>(this IEndpointRouteBuilder api, [StringSyntax("Route")] string pattern, string summary, Delegate handler) =>
        api.MapGet(pattern, handler).Describe<T>(Verb.Read, summary).Takes();

    /// <summary>A route that lists.</summary>
    public static RouteHandlerBuilder Lists<T>(this IEndpointRouteBuilder api, [StringSyntax("Route")] string pattern, string summary, Delegate handler) =>
        api.Reads<Listing<T>>(pattern, summary, handler).Takes(QueryParameter.Limit, QueryParameter.After, QueryParameter.Role);

    /// <summary>A route that writes: with <c>?dryRun=true</c> it only says what it would do.</summary>
    public static RouteHandlerBuilder Writes<T>(
        this IEndpointRouteBuilder api,
        string method,
        [StringSyntax("Route")] string pattern,
        Verb verb,
        string summary,
        Delegate handler) =>
        api.MapMethods(pattern, [method], handler).Describe<T>(verb, summary).Takes(QueryParameter.DryRun);

    /// <summary>What the query string may hold, besides what was said before.</summary>
    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder route, params QueryParameter[] parameters) =>
        route.WithMetadata([.. parameters]);

    private static RouteHandlerBuilder Describe<T>(this RouteHandlerBuilder route, Verb verb, string summary) => route
        .WithMetadata(new NeededVerb(verb))
        .WithSummary(summary)
        .Produces<T>()
        .ProducesProblem(StatusCodes.Status400BadRequest);
}
