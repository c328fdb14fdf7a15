using System.Diagnostics;
using System.Globalization;
using CloudNative.CloudEvents;

namespace CoScheduler.Client;

/// <summary>Makes the events that ask.</summary>
internal static class RequestWriter
{
    /// <summary>A request.</summary>
    /// <param name="identity">Its identity.</param>
    /// <param name="analysis">The analysis.</param>
    /// <param name="parameters">Its parameters, as JSON.</param>
    /// <param name="options">What else is said.</param>
    /// <param name="replyTo">Where replies go, or null.</param>
    /// <returns>The event.</returns>
    public static CloudEvent Request(RequestIdentity identity, string analysis, object parameters, RequestOptions options, string? replyTo)
    {
        var request = Create(identity, EventNames.Request, analysis);
        request.DataContentType = EventNames.Json;
        request.Data = parameters;
        Set(request, "replyto", replyTo);
        Set(request, "deadline", options.Deadline?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture));
        Set(request, "timeout", options.Timeout is { } timeout ? WireDuration.Write(timeout) : null);
        Set(request, "reply", options.Reply == ReplyMode.Final ? "final" : null);
        Set(request, "correlationid", options.CorrelationId);
        AddTrace(request);
        return request;
    }

    /// <summary>A cancellation.</summary>
    /// <param name="identity">The identity of what is cancelled.</param>
    /// <returns>The event.</returns>
    public static CloudEvent Cancel(RequestIdentity identity) => Create(identity with { Id = Guid.NewGuid().ToString("N") }, EventNames.Cancel, identity.Id);

    private static CloudEvent Create(RequestIdentity identity, string type, string subject) => new(CloudEventsSpecVersion.V1_0)
    {
        Id = identity.Id,
        Source = new Uri(identity.Source, UriKind.RelativeOrAbsolute),
        Type = type,
        Subject = subject,
    };

    /// <summary>By the CloudEvents extension for distributed tracing, in W3C's format.</summary>
    private static void AddTrace(CloudEvent request)
    {
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity)
        {
            Set(request, "traceparent", activity.Id);
            Set(request, "tracestate", activity.TraceStateString);
        }
    }

    private static void Set(CloudEvent request, string name, string? value)
    {
        if (value is not null)
        {
            request[name] = value;
        }
    }
}
