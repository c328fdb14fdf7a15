using System.Runtime.CompilerServices;
using CoScheduler.Analyses;
using CoScheduler.Server.Security;
using CoScheduler.Triggers.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CoScheduler.Server.Api;

/// <summary>Requests over HTTP: look, follow, cancel.</summary>
internal static class RequestEndpoints
{
    public static void Map(IEndpointRouteBuilder api, ServerParts parts)
    {
        api.Lists<RequestItem>("/requests", "Requests, the newest first.", (HttpRequest request) => ListAsync(parts, request))
            .Takes(
                QueryParameter.Text("source", "Only of this source."),
                QueryParameter.Text("id", "Only with this id."),
                QueryParameter.State<RequestState>());
        api.Reads<RequestItem>("/requests/{key}", "A request.", async (string key, HttpContext context) =>
            await FindAsync(parts, key, context) is { } request ? Results.Ok(RequestItem.Of(request)) : Unknown(key));
        api.Reads<string>("/requests/{key}/events", "A request's events, as server-sent events; Last-Event-ID resumes.", (string key, HttpContext context) => EventsAsync(parts, key, context));
        api.Writes<CancelledItem>(HttpMethods.Delete, "/requests/{key}", Verb.Request, "Cancels a request.", (string key, HttpContext context) => CancelAsync(parts, key, context));
    }

    /// <summary>A request that the principal may see; null if there is none.</summary>
    public static async ValueTask<RequestView?> FindAsync(ServerParts parts, RequestKey key, HttpContext context) =>
        await parts.Requests.FindAsync(key, context.RequestAborted) is { } request && Gatekeeper.PrincipalOf(context).IsIn(request.Role) ? request : null;

    private static async ValueTask<RequestView?> FindAsync(ServerParts parts, string key, HttpContext context) =>
        RequestKeyText.Decode(key) is { } known ? await FindAsync(parts, known, context) : null;

    private static async Task<IResult> ListAsync(ServerParts parts, HttpRequest request)
    {
        var page = PageQuery.Of(request);
        var state = request.QueryText("state") is { } text ? RequestStates.Find(text) : null;
        var filter = new RequestFilter(request.QueryText("source"), request.QueryText("id"), state, request.QueryText("role"), page.Limit, page.After);
        try
        {
            var principal = Gatekeeper.PrincipalOf(request.HttpContext);
            var found = await parts.Requests.ListAsync(filter, request.HttpContext.RequestAborted);
            return Results.Ok(new Listing<RequestItem>([.. found.Items.Where(r => principal.IsIn(r.Role)).Select(RequestItem.Of)], found.Next));
        }
        catch (ArgumentException) when (page.After is not null)
        {
            return Problems.Of("out_of_range", $"'{page.After}' continues no list; give what a page's `next` had.");
        }
    }

    private static async Task<IResult> CancelAsync(ServerParts parts, string key, HttpContext context)
    {
        if (await FindAsync(parts, key, context) is not { } request)
        {
            return Unknown(key);
        }

        if (context.Request.IsDryRun())
        {
            return Results.Ok(new CancelledItem(key, (request.EndedAt is null ? RequestState.Cancelled : request.State).Name(), true));
        }

        var cancel = new CancelRequest { Key = request.Key, Origin = AskEndpoints.OriginOf(context) };
        var heard = (CancelHeard)(await parts.Requests.HandleAsync([cancel], context.RequestAborted))[0];
        return Results.Ok(new CancelledItem(key, heard.State?.Name(), false));
    }

    private static async Task<IResult> EventsAsync(ServerParts parts, string key, HttpContext context)
    {
        if (await FindAsync(parts, key, context) is not { } request)
        {
            return Unknown(key);
        }

        var after = context.Request.Headers["Last-Event-ID"].FirstOrDefault();
        return new ServerSentEvents(parts.Time, FollowAsync(parts, request.Key, after, context.RequestAborted), EndsWithNoContent: after is not null);
    }

    private static async IAsyncEnumerable<SentEvent> FollowAsync(
        ServerParts parts,
        RequestKey key,
        string? after,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var reply in parts.Requests.FollowAsync(key, after, cancellationToken))
        {
            yield return new SentEvent(reply.Id, reply.Type[(reply.Type.LastIndexOf('.') + 1)..], HttpEvents.Write(reply));
        }
    }

    private static IResult Unknown(string key) => Problems.Of("unknown_request", $"There is no request `{key}`; `coscheduler request list` shows them.");
}

/// <summary>What came of a cancel.</summary>
/// <param name="Key">The request's key.</param>
/// <param name="State">Its state now; null of one that has not come yet.</param>
/// <param name="DryRun">Whether it was only tried.</param>
internal sealed record CancelledItem(string Key, string? State, bool DryRun);
