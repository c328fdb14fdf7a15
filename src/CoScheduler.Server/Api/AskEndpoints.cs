using System.Globalization;
using System.Text.Json.Nodes;
using CoScheduler.Analyses;
using CoScheduler.Server.Security;
using CoScheduler.Triggers.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CoScheduler.Server.Api;

/// <summary>Requests over HTTP: ask.</summary>
internal static class AskEndpoints
{
    private const int MaxBody = 1024 * 1024;
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(10);

    public static void Map(IEndpointRouteBuilder api, ServerParts parts)
    {
        api.Writes<AcceptedItem>(HttpMethods.Post, "/analyses/{name}/requests", Verb.Request, "Asks for an analysis: the body holds its parameters.", (string name, HttpContext context) => AskAsync(parts, name, context))
            .Produces<AcceptedItem>(StatusCodes.Status202Accepted)
            .Takes(
                QueryParameter.Text("timeout", "How long it may take from acceptance, for example 10s."),
                QueryParameter.Text("deadline", "Until when it may take (RFC 3339)."));
        api.Writes<AcceptedItem>(HttpMethods.Post, "/requests", Verb.Request, "Asks by a CloudEvent, structured or binary.", (HttpContext context) => AskByEventAsync(parts, context))
            .Produces<AcceptedItem>(StatusCodes.Status202Accepted);
    }

    /// <summary>Where a message of this principal comes from.</summary>
    public static MessageOrigin OriginOf(HttpContext context)
    {
        var principal = Gatekeeper.PrincipalOf(context);
        return new MessageOrigin("http", null, 0, 0, principal.Name, principal.Roles);
    }

    private static async Task<IResult> AskAsync(ServerParts parts, string name, HttpContext context)
    {
        if (await BodyAsync(context) is not { } body)
        {
            return TooLarge();
        }

        var origin = OriginOf(context);
        return await AdmitAsync(parts, context, new AnalysisRequest
        {
            Key = new RequestKey(origin.Principal!, IdempotencyKey(context.Request)),
            Origin = origin,
            Analysis = name,
            Data = body.Length == 0 ? "{}"u8.ToArray() : body,
            Timeout = context.Request.QueryText("timeout"),
            Deadline = context.Request.QueryText("deadline"),
        });
    }

    private static async Task<IResult> AskByEventAsync(ServerParts parts, HttpContext context)
    {
        if (await BodyAsync(context) is not { } body)
        {
            return TooLarge();
        }

        var headers = context.Request.Headers.Select(h => KeyValuePair.Create(h.Key, h.Value.ToString()));
        var (message, error) = HttpEvents.Read(headers, context.Request.ContentType, body, OriginOf(context));
        if (message is null)
        {
            return Problems.Of(error!);
        }

        // A cancel has no role of its own: it may end what its sender may see, or what has not come yet.
        return message is CancelRequest && await parts.Requests.FindAsync(message.Key, context.RequestAborted) is { } known && !Gatekeeper.PrincipalOf(context).IsIn(known.Role)
            ? Problems.Of("forbidden_role", $"The request counts against role {known.Role}, which the token is not for.")
            : await AdmitAsync(parts, context, message);
    }

    private static async Task<IResult> AdmitAsync(ServerParts parts, HttpContext context, IncomingMessage message)
    {
        if (context.Request.IsDryRun())
        {
            return Answer(await parts.Requests.DryRunAsync(message, context.RequestAborted), dryRun: true, Results.Ok);
        }

        var admission = (await parts.Requests.HandleAsync([message], context.RequestAborted))[0];
        return admission is Accepted && Wait(context.Request) is { } limit && await AnsweredRequest.WaitAsync(parts, admission.Key, limit, context.RequestAborted) is { } terminal
            ? Results.Text(terminal, HttpEvents.StructuredType)
            : Answer(admission, dryRun: false, body => WithLocation(context, admission.Key, body));
    }

    private static IResult WithLocation(HttpContext context, RequestKey key, object? body)
    {
        context.Response.Headers.Location = $"/v1/requests/{RequestKeyText.Encode(key)}";
        return Results.Json(body, statusCode: StatusCodes.Status202Accepted);
    }

    private static IResult Answer(Admission admission, bool dryRun, Func<object?, IResult> accepted) => admission switch
    {
        Accepted a => accepted(new AcceptedItem(RequestKeyText.Encode(a.Key), a.Key.Source, a.Key.Id, a.Repeated, dryRun, JsonNode.Parse(a.AcceptedData))),
        Refused { Conflict: true } r => Problems.Of(r.Error with { Code = "id_conflict" }),
        Refused r => Problems.Of(r.Error),
        CancelHeard c => accepted(new CancelledItem(RequestKeyText.Encode(c.Key), c.State?.Name(), dryRun)),
        _ => throw new InvalidOperationException($"An admission of an unknown kind: {admission}"),
    };

    private static IResult TooLarge() => Problems.Of("too_large", $"The body is larger than {MaxBody.ToString(CultureInfo.InvariantCulture)} bytes; send less.");

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

    // The header's draft makes it a quoted string; what is sent without quotes is taken as it is.
    private static string IdempotencyKey(HttpRequest request) =>
        request.Headers["Idempotency-Key"].FirstOrDefault()?.Trim('"') is { Length: > 0 } key ? key : Guid.NewGuid().ToString("N");

    /// <summary><c>Prefer: wait=10</c> (RFC 7240); what can't be read is no preference.</summary>
    private static TimeSpan? Wait(HttpRequest request)
    {
        const string wait = "wait=";
        foreach (var preference in request.Headers["Prefer"].SelectMany(h => (h ?? "").Split([',', ';'], StringSplitOptions.TrimEntries)))
        {
            if (preference.StartsWith(wait, StringComparison.OrdinalIgnoreCase)
                && double.TryParse(preference.AsSpan(wait.Length).Trim('"'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
            {
                return TimeSpan.FromSeconds(Math.Min(seconds, MaxWait.TotalSeconds));
            }
        }

        return null;
    }
}

/// <summary>A request that was accepted, or was accepted before.</summary>
/// <param name="Key">What names it in the API.</param>
/// <param name="Source">Its source.</param>
/// <param name="Id">Its id.</param>
/// <param name="Repeated">Whether it was known.</param>
/// <param name="DryRun">Whether it was only tried.</param>
/// <param name="Accepted">What was understood: the data of its <c>accepted</c> event.</param>
internal sealed record AcceptedItem(string Key, string Source, string Id, bool Repeated, bool DryRun, JsonNode? Accepted);
