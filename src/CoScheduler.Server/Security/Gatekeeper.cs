using System.Net;
using CoScheduler.Server.Api;
using Microsoft.AspNetCore.Http;

namespace CoScheduler.Server.Security;

/// <summary>Lets a request through if its token allows what its route needs; without tokens, only from loopback to loopback.</summary>
internal sealed class Gatekeeper(TokensFile? tokens, RequestDelegate next)
{
    private static readonly object PrincipalKey = new();

    /// <summary>Who asks.</summary>
    public static Principal PrincipalOf(HttpContext context) => (Principal)context.Items[PrincipalKey]!;

    /// <summary>Judges a request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (tokens is null && Stranger(context.Request) is { } stranger)
        {
            await Problems.Of("forbidden_host", $"{stranger} Without tokens only this machine is served: ask for 127.0.0.1 or localhost, or start the server with --tokens.").ExecuteAsync(context);
            return;
        }

        if (context.GetEndpoint()?.Metadata.GetMetadata<NeededVerb>() is { } needed)
        {
            if (Identify(context) is not { } principal)
            {
                context.Response.Headers.WWWAuthenticate = "Bearer";
                await Problems.Of("unauthorized", "Give a token: `Authorization: Bearer …`.").ExecuteAsync(context);
                return;
            }

            if (needed.Verb is { } verb && !principal.Verbs.Contains(verb))
            {
                await Problems.Of("forbidden", $"The token of {principal.Name} doesn't have the verb {verb.ToString().ToLowerInvariant()}.").ExecuteAsync(context);
                return;
            }

            context.Items[PrincipalKey] = principal;
        }

        await next(context);
    }

    /// <summary>
    /// A page from elsewhere reaches a server on loopback by a name that it resolves to it (DNS rebinding), or by posting
    /// from its own origin; both give themselves away in what the browser sends.
    /// </summary>
    private static string? Stranger(HttpRequest request)
    {
        if (!IsLoopback(request.Host.Host))
        {
            return $"The host '{request.Host.Host}' is not this machine.";
        }

        return request.Headers.Origin.FirstOrDefault() is { } origin && !(Uri.TryCreate(origin, UriKind.Absolute, out var from) && IsLoopback(from.Host))
            ? $"The origin '{origin}' is not this machine."
            : null;
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

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
