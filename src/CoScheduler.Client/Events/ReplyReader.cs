using System.Collections.Frozen;
using System.Text.Json;
using CloudNative.CloudEvents;

namespace CoScheduler.Client;

/// <summary>Reads replies.</summary>
internal static class ReplyReader
{
    private static readonly FrozenDictionary<string, AnalysisEventKind> Kinds =
        Enum.GetValues<AnalysisEventKind>().ToFrozenDictionary(kind => EventNames.TypePrefix + kind.ToString().ToLowerInvariant());

    /// <summary>Reads a reply.</summary>
    /// <param name="received">What came.</param>
    /// <returns>The reply, or null if it is something else.</returns>
    public static AnalysisEvent? Read(CloudEvent received)
    {
        if (!Kinds.TryGetValue(received.Type ?? "", out var kind) || received.Subject is not { } requestId || received[EventNames.RequestSource] is not string requestSource)
        {
            return null;
        }

        var attempt = (int?)received[EventNames.Attempt.Name];
        var sequence = (int?)received[EventNames.Sequence.Name];
        var isRefusal = kind is AnalysisEventKind.Rejected or AnalysisEventKind.Conflict;
        if (!isRefusal && (attempt is null || sequence is null))
        {
            return null;
        }

        return new AnalysisEvent
        {
            Kind = kind,
            Id = received.Id!,
            Source = received.Source!.OriginalString,
            RequestSource = requestSource,
            RequestId = requestId,
            Attempt = isRefusal ? null : attempt,
            Sequence = isRefusal ? null : sequence,
            ContentType = received.DataContentType ?? EventNames.Json,
            Data = received.Data is JsonElement data ? data.Clone() : default,
            Body = received.Data as byte[] ?? ReadOnlyMemory<byte>.Empty,
        };
    }
}
