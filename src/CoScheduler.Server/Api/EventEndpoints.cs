using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using CoScheduler.Master;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CoScheduler.Server.Api;

/// <summary>Every decision of the pool, as it is made.</summary>
internal static class EventEndpoints
{
    public static void Map(IEndpointRouteBuilder api, ServerParts parts) =>
        api.Reads<EventItem>("/events", "Every decision of the pool with its reason, as server-sent events; Last-Event-ID resumes.", (HttpContext context) => FollowAsync(parts, context))
            .Takes(QueryParameter.Whole("after", 0, long.MaxValue, "From the step after this number on (default: from now on)."));

    private static async Task<IResult> FollowAsync(ServerParts parts, HttpContext context)
    {
        var after = context.Request.QueryWhole("after");
        if (context.Request.Headers["Last-Event-ID"].FirstOrDefault() is { Length: > 0 } text)
        {
            if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return Problems.Of("malformed", $"Last-Event-ID `{text}` is no number of a step; leave it out to begin now.");
            }

            after = number;
        }

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
            var next = first;
            while (!cancellationToken.IsCancellationRequested && await MoreAsync(next))
            {
                yield return Of(steps.Current);
                next = steps.MoveNextAsync().AsTask();
            }
        }
    }

    /// <summary>A reader that fell too far behind comes back with its last number, and hears 410 then.</summary>
    private static async Task<bool> MoreAsync(Task<bool> next)
    {
        try
        {
            return await next;
        }
        catch (EventsGoneException)
        {
            return false;
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
