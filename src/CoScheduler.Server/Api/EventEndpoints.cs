using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using CoScheduler.Master;
using CoScheduler.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CoScheduler.Server.Api;

/// <summary>Every decision of the pool, as it is made.</summary>
internal static class EventEndpoints
{
    public static void Map(RouteGroupBuilder api, ServerParts parts) =>
        api.MapGet("/events", (HttpRequest request) => FollowAsync(parts, request.HttpContext)).Needs(Verb.Read);

    private static async Task<IResult> FollowAsync(ServerParts parts, HttpContext context)
    {
        var text = context.Request.Headers["Last-Event-ID"].FirstOrDefault() ?? context.Request.Query["after"].FirstOrDefault();
        long? after = long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null;
        var steps = parts.Master.ReadEventsAsync(after, context.RequestAborted).GetAsyncEnumerator(context.RequestAborted);
        var first = steps.MoveNextAsync().AsTask();
        try
        {
            // A number that is no longer kept is known at once; the rest comes when it happens.
            if (first.IsCompleted)
            {
                await first;
            }
        }
        catch (EventsGoneException e)
        {
            await steps.DisposeAsync();
            return Problems.Of("events_gone", e.Message);
        }

        return new ServerSentEvents(parts.Time, Sent(steps, first, context.RequestAborted), false);
    }

    private static async IAsyncEnumerable<SentEvent> Sent(
        IAsyncEnumerator<PoolEvent> steps,
        Task<bool> first,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using (steps)
        {
            var more = await first;
            while (more && !cancellationToken.IsCancellationRequested)
            {
                yield return Of(steps.Current);
                more = await steps.MoveNextAsync();
            }
        }
    }

    private static SentEvent Of(PoolEvent step)
    {
        var data = new EventItem(
            step.Number,
            step.At.Milliseconds,
            step.Wall,
            JsonSerializer.SerializeToElement(step.Command, ApiJson.Options),
            [.. step.Decisions.Select(d => JsonSerializer.SerializeToElement(d, ApiJson.Options))],
            [.. step.Effects.Select(EffectText.Of)]);
        return new SentEvent(step.Number.ToString(CultureInfo.InvariantCulture), "step", JsonSerializer.Serialize(data, ApiJson.Options));
    }
}

/// <summary>A step of the pool, as the API shows it.</summary>
/// <param name="Number">Its number.</param>
/// <param name="PoolTime">Milliseconds of pool time.</param>
/// <param name="Time">The wall clock then.</param>
/// <param name="Command">What was told.</param>
/// <param name="Decisions">What was decided.</param>
/// <param name="Effects">What was carried out, in words.</param>
internal sealed record EventItem(
    long Number,
    long PoolTime,
    DateTimeOffset Time,
    JsonElement Command,
    IReadOnlyList<JsonElement> Decisions,
    IReadOnlyList<string> Effects);
