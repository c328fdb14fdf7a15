using System.Collections.Immutable;

namespace CoScheduler.Analyses;

/// <summary>Reads a request's attributes, and notes every fault. They have no place in its data, so their pointers are empty.</summary>
internal sealed class RequestAttributes(AnalysisRequest request, RequestsOptions options, ImmutableArray<ErrorItem>.Builder faults)
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(365);

    public DateTimeOffset? Deadline(DateTimeOffset now)
    {
        if (request.Deadline is not { } text)
        {
            return null;
        }

        if (!Rfc3339.TryParse(text, out var at))
        {
            Fault("invalid_deadline", $"'deadline' must be a time by RFC 3339 with its offset, such as 2026-01-31T12:00:00Z, not '{Suggestion.Shown(text)}'.");
            return null;
        }

        if (at <= now)
        {
            Fault("deadline_passed", $"'deadline' {text} is past: it is {Rfc3339.Format(now)} here.");
        }

        return at;
    }

    public TimeSpan? Timeout()
    {
        if (request.Timeout is not { } text)
        {
            return null;
        }

        if (DurationText.TryParse(text, out var timeout) && timeout > TimeSpan.Zero && timeout <= LongestTimeout)
        {
            return timeout;
        }

        Fault("invalid_timeout", $"'timeout' must be a duration above 0 and of at most 365d, such as 10s, not '{Suggestion.Shown(text)}'.");
        return null;
    }

    public ReplyRoute Route()
    {
        var final = Word("reply", request.Reply, "events", "final") == "final";
        var format = Word("accept", request.Accept, ReplyTypes.Json, ReplyTypes.Arrow) == ReplyTypes.Arrow ? ResultFormat.Arrow : ResultFormat.Json;
        if (final && format is ResultFormat.Arrow)
        {
            Fault("invalid_accept", $"'reply: final' puts the rows into the terminal event as JSON; ask for 'accept: {ReplyTypes.Json}', or for 'reply: events'.");
        }

        if (Word("deliver", request.Deliver, "relay", "direct") == "direct")
        {
            Fault("invalid_deliver", "'deliver: direct' is for streaming analyses; leave it out.");
        }

        if (request.Ttl is not null)
        {
            Fault("invalid_ttl", "'ttl' is for streaming analyses; give 'timeout' or 'deadline' instead.");
        }

        return new(Topic(), request.ReplyPartition, request.Structured, final, format, request.Copied);
    }

    private string? Topic()
    {
        if (request.ReplyTo is not { } topic)
        {
            return request.Origin.Door == "http" ? null : options.ReplyTopic;
        }

        var globs = options.ReplyGlobs(request.Origin.Topic);
        if (options.IsOurTopic(topic))
        {
            Fault("forbidden_reply_topic", $"Replies never go to '{Suggestion.Shown(topic)}', which is the server's own; name another topic in 'replyto'.");
        }
        else if (!globs.Any(glob => Glob.Matches(glob, topic)))
        {
            Fault("forbidden_reply_topic", $"Replies may not go to '{Suggestion.Shown(topic)}'; 'replyto' must match {string.Join(" or ", globs)}.");
        }

        return topic;
    }

    private string? Word(string name, string? text, params string[] words)
    {
        if (text is not null && !words.Contains(text))
        {
            Fault($"invalid_{name}", $"'{name}' can't be '{Suggestion.Shown(text)}'; {Suggestion.Sentence(text, words)}");
        }

        return text;
    }

    private void Fault(string code, string detail) => faults.Add(new("", code, detail));
}
