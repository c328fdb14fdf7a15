using System.Globalization;
using System.Text.Json.Nodes;
using CoScheduler.Analyses;
using CoScheduler.Server.Security;
using CoScheduler.Triggers.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CoScheduler.Server.Api;

/// <summary>Requests over HTTP: ask, look, follow, cancel.</summary>
internal static class RequestEndpoints
{
    private const int MaxBody = 1024 * 1024;
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(10);

    public static void Map(RouteGroupBuilder api, ServerParts parts)
    {
        api.MapPost("/analyses/{name}/requests", (string name, HttpContext context) => AskAsync(parts, name, context)).Needs(Verb.Request);
        api.MapPost("/requests", (HttpRequest request) => AskByEventAsync(parts, request.HttpContext)).Needs(Verb.Request);
        api.MapGet("/requests", (HttpRequest request) => ListAsync(parts, request)).Needs(Verb.Read);
        api.MapGet("/requests/{key}", (string key, HttpContext context) => ShowAsync(parts, key, context)).Needs(Verb.Read);
        api.MapDelete("/requests/{key}", (string key, HttpContext context) => CancelAsync(parts, key, context)).Needs(Verb.Request);
        api.MapGet("/requests/{key}/events", (string key, HttpContext context) => EventsAsync(parts, key, context)).Needs(Verb.Read);
    }

    private static async Task<IResult> AskAsync(ServerParts parts, string name, HttpContext context)
    {
        if (await BodyAsync(context) is not { } body)
        {
            return TooLarge();
        }

        var principal = Gatekeeper.PrincipalOf(context);
        var wait = Wait(context.Request);
        return await AdmitAsync(parts, context, wait, new AnalysisRequest
        {
            Key = new RequestKey(principal.Name, IdempotencyKey(context.Request)),
            Origin = new MessageOrigin("http", null, 0, 0, principal.Name, principal.Roles),
            Analysis = name,
            Data = body.Length == 0 ? "{}"u8.ToArray() : body,
            Timeout = context.Request.Query["timeout"].FirstOrDefault(),
            Deadline = context.Request.Query["deadline"].FirstOrDefault(),
            Reply = wait is null ? null : "final",
        });
    }

    private static async Task<IResult> AskByEventAsync(ServerParts parts, HttpContext context)
    {
        if (await BodyAsync(context) is not { } body)
        {
            return TooLarge();
        }

        var principal = Gatekeeper.PrincipalOf(context);
        var origin = new MessageOrigin("http", null, 0, 0, principal.Name, principal.Roles);
        var (message, error) = HttpEvents.Read(
            context.Request.Headers.Select(h => KeyValuePair.Create(h.Key, h.Value.ToString())),
            context.Request.ContentType,
            body,
            origin);
        return message is null ? Problems.Of(error!) : await AdmitAsync(parts, context, Wait(context.Request), message);
    }

    private static async Task<IResult> AdmitAsync(ServerParts parts, HttpContext context, TimeSpan? wait, IncomingMessage message)
    {
        if (PoolEndpoints.IsDryRun(context.Request))
        {
            return Answer(await parts.Requests.DryRunAsync(message, context.RequestAborted), Results.Ok);
        }

        var admission = (await parts.Requests.HandleAsync([message], context.RequestAborted))[0];
        if (admission is not Accepted || wait is not { } limit)
        {
            return Answer(admission, body => WithLocation(context, admission.Key, body));
        }

        return await TerminalAsync(parts, admission.Key, limit, context.RequestAborted) is { } terminal
            ? Results.Text(HttpEvents.Write(terminal), HttpEvents.StructuredType)
            : Answer(admission, body => WithLocation(context, admission.Key, body));
    }

    private static IResult WithLocation(HttpContext context, RequestKey key, object? body)
    {
        var location = $"/v1/requests/{RequestKeyText.Encode(key)}";
        context.Response.Headers.Location = location;
        return Results.Json(body, statusCode: StatusCodes.Status202Accepted);
    }

    private static IResult Answer(Admission admission, Func<object?, IResult> accepted) => admission switch
    {
        Accepted a => accepted(new JsonObject
        {
            ["key"] = RequestKeyText.Encode(a.Key),
            ["source"] = a.Key.Source,
            ["id"] = a.Key.Id,
            ["repeated"] = a.Repeated,
            ["accepted"] = JsonNode.Parse(a.AcceptedData),
        }),
        Refused { Conflict: true } r => Problems.Of(r.Error with { Code = "id_conflict" }),
        Refused r => Problems.Of(r.Error),
        CancelHeard c => accepted(new JsonObject { ["key"] = RequestKeyText.Encode(c.Key), ["state"] = c.State?.ToString().ToLowerInvariant() }),
        _ => throw new InvalidOperationException($"An admission of an unknown kind: {admission}"),
    };

    private static async Task<ReplyEvent?> TerminalAsync(ServerParts parts, RequestKey key, TimeSpan limit, CancellationToken aborted)
    {
        using var timer = new CancellationTokenSource(limit, parts.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, aborted);
        try
        {
            await foreach (var reply in parts.Requests.FollowAsync(key, null, either.Token))
            {
                if (reply.Terminal)
                {
                    return reply;
                }
            }
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested && !aborted.IsCancellationRequested)
        {
            // The caller's wait is over, the request goes on: answered as accepted.
        }

        return null;
    }

    private static async Task<IResult> ListAsync(ServerParts parts, HttpRequest request)
    {
        var page = PageQuery.Of(request);
        RequestState? state = null;
        if (request.Query["state"].FirstOrDefault() is { } text)
        {
            if (!Enum.TryParse<RequestState>(text, ignoreCase: true, out var known))
            {
                return Problems.Of("out_of_range", $"`{text}` is no state; they are {string.Join(", ", Enum.GetNames<RequestState>().Select(n => n.ToLowerInvariant()))}.");
            }

            state = known;
        }

        var filter = new RequestFilter(request.Query["source"].FirstOrDefault(), request.Query["id"].FirstOrDefault(), state, request.Query["role"].FirstOrDefault(), page.Limit, page.After);
        var found = await parts.Requests.ListAsync(filter, request.HttpContext.RequestAborted);
        return Results.Ok(new Listing<RequestItem>([.. found.Items.Select(RequestItem.Of)], found.Next));
    }

    private static async Task<IResult> ShowAsync(ServerParts parts, string key, HttpContext context) =>
        RequestKeyText.Decode(key) is { } known && await parts.Requests.FindAsync(known, context.RequestAborted) is { } request
            ? Results.Ok(RequestItem.Of(request))
            : Unknown(key);

    private static async Task<IResult> CancelAsync(ServerParts parts, string key, HttpContext context)
    {
        if (RequestKeyText.Decode(key) is not { } known || await parts.Requests.FindAsync(known, context.RequestAborted) is null)
        {
            return Unknown(key);
        }

        var principal = Gatekeeper.PrincipalOf(context);
        var cancel = new CancelRequest { Key = known, Origin = new MessageOrigin("http", null, 0, 0, principal.Name, principal.Roles) };
        return Answer((await parts.Requests.HandleAsync([cancel], context.RequestAborted))[0], Results.Ok);
    }

    private static async Task<IResult> EventsAsync(ServerParts parts, string key, HttpContext context)
    {
        if (RequestKeyText.Decode(key) is not { } known || await parts.Requests.FindAsync(known, context.RequestAborted) is null)
        {
            return Unknown(key);
        }

        var after = context.Request.Headers["Last-Event-ID"].FirstOrDefault();
        return new ServerSentEvents(parts.Time, FollowAsync(parts, known, after, context.RequestAborted), EndsWithNoContent: after is not null);
    }

    private static async IAsyncEnumerable<SentEvent> FollowAsync(
        ServerParts parts,
        RequestKey key,
        string? after,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var reply in parts.Requests.FollowAsync(key, after, cancellationToken))
        {
            yield return new SentEvent(reply.Id, reply.Type[(reply.Type.LastIndexOf('.') + 1)..], HttpEvents.Write(reply));
        }
    }

    private static IResult Unknown(string key) => Problems.Of("unknown_request", $"There is no request `{key}`; `coscheduler request list` shows them.");

    private static IResult TooLarge() => Problems.Of("too_large", $"The body is larger than {MaxBody.ToString(CultureInfo.InvariantCulture)} bytes.");

    private static async Task<byte[]?> BodyAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0)
        {
            if (body.Length + read > MaxBody)
            {
                return null;
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    private static string IdempotencyKey(HttpRequest request) =>
        request.Headers["Idempotency-Key"].FirstOrDefault() is { Length: > 0 } key ? key.Trim('"') : Guid.NewGuid().ToString("N");

    private static TimeSpan? Wait(HttpRequest request)
    {
        foreach (var preference in request.Headers["Prefer"].SelectMany(h => (h ?? "").Split(',', StringSplitOptions.TrimEntries)))
        {
            if (preference.StartsWith("wait=", StringComparison.OrdinalIgnoreCase)
                && double.TryParse(preference[5..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
            {
                return TimeSpan.FromSeconds(Math.Min(seconds, MaxWait.TotalSeconds));
            }
        }

        return null;
    }
}
