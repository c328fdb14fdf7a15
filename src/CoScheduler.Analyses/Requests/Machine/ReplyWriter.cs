using System.Collections.Immutable;
using System.Globalization;

namespace CoScheduler.Analyses;

/// <summary>Makes replies, with the ids, attributes and bytes of contract.md section 3.</summary>
internal sealed class ReplyWriter(string cluster)
{
    private readonly string _source = "/coscheduler/" + Uri.EscapeDataString(cluster);

    /// <summary>An event of a request, by its attempt and its next <c>seq</c>.</summary>
    public ReplyEvent Event(RequestRecord request, string type, ReadOnlyMemory<byte> data, DateTimeOffset now, string contentType = ReplyTypes.Json)
    {
        var id = EventId.Of(request.Key, request.Attempt, request.NextSeq);
        var attributes = Attributes(request.Key, id, type, request.Route.Copied);
        attributes["attempt"] = request.Attempt.ToString(CultureInfo.InvariantCulture);
        attributes["seq"] = request.NextSeq.ToString(CultureInfo.InvariantCulture);
        attributes["time"] = Rfc3339.Format(now);
        var terminal = type is ReplyTypes.Done or ReplyTypes.Failed or ReplyTypes.Cancelled or ReplyTypes.Expired;
        return new(id, type, terminal, attributes.ToImmutable(), contentType, data);
    }

    /// <summary>
    /// A refusal. It has no time: a message that is read again after a crash is refused with the same bytes.
    /// </summary>
    public ReplyEvent Refusal(IncomingMessage message, bool conflict, RequestError error)
    {
        var type = conflict ? ReplyTypes.Conflict : ReplyTypes.Rejected;
        var id = EventId.OfRefusal(message.Key, message.Origin);
        var copied = (message as AnalysisRequest)?.Copied ?? ImmutableSortedDictionary<string, string>.Empty;
        var data = JsonBytes.Write(json => RequestErrorJson.Write(json, error));
        return new(id, type, Terminal: true, Attributes(message.Key, id, type, copied).ToImmutable(), ReplyTypes.Json, data);
    }

    private ImmutableSortedDictionary<string, string>.Builder Attributes(
        RequestKey key, string id, string type, ImmutableSortedDictionary<string, string> copied)
    {
        var attributes = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in copied)
        {
            attributes[name] = value;
        }

        attributes["id"] = id;
        attributes["source"] = _source;
        attributes["type"] = type;
        attributes["subject"] = key.Id;
        attributes["requestsource"] = key.Source;
        return attributes;
    }
}
