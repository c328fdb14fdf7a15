using System.Net;
using CoScheduler.Server.Api;
using Microsoft.AspNetCore.Http;

namespace CoScheduler.Server.Security;

/// <summary>Lets a request through if its token allows what its route needs; without tokens, only from loopback.</summary>
internal sealed class Gatekeeper(TokensFile? tokens, RequestDelegate next)
{
    private static readonly object PrincipalKey = new();

    /// <summary>Who asks.</summary>
    public static Principal PrincipalOf(HttpContext context) => (Principal)context.Items[PrincipalKey]!;

    /// <summary>Judges a request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        var needed = context.GetEndpoint()?.Metadata.GetMetadata<NeededVerb>()?.Verb;
        if (needed is { } verb)
        {
            if (Identify(context) is not { } principal)
            {
                context.Response.Headers.WWWAuthenticate = "Bearer";
                await Problems.Of("unauthorized", "Give a token: `Authorization: Bearer …`.").ExecuteAsync(context);
                return;
            }

            if (!principal.Verbs.Contains(verb))
            {
                await Problems.Of("forbidden", $"The token of {principal.Name} doesn't have the verb {verb.ToString().ToLowerInvariant()}.").ExecuteAsync(context);
                return;
            }

            context.Items[PrincipalKey] = principal;
        }

        await next(context);
    }

    private Principal? Identify(HttpContext context)
    {
        if (tokens is null)
        {
            return context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address) ? Principal.Local : null;
        }

        const string scheme = "Bearer ";
        var header = context.Request.Headers.Authorization.ToString();
        return header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? tokens.Find(header[scheme.Length..].Trim()) : null;
    }
}
