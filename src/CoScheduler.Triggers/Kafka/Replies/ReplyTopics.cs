using Confluent.Kafka;

namespace CoScheduler.Triggers.Kafka;

/// <summary>
/// Knows which topics there are, before something is sent to them: a producer that first meets a topic while the broker is away, or
/// still makes it, takes it for missing and fails what was to go there.
/// </summary>
internal sealed class ReplyTopics(TimeProvider time)
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>How long a broker may take to make a topic.</summary>
    private static readonly TimeSpan MakingLimit = TimeSpan.FromSeconds(2);

    /// <summary>How long a topic that is missing is refused without asking again: asking holds up the replies behind it.</summary>
    private static readonly TimeSpan MissingFor = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private readonly HashSet<string> present = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> missing = new(StringComparer.Ordinal);

    /// <summary>Whether a topic is known to be there, so that nothing need be awaited.</summary>
    /// <param name="topic">The topic.</param>
    /// <returns>Whether it is.</returns>
    public bool Has(string topic)
    {
        lock (gate)
        {
            return present.Contains(topic);
        }
    }

    /// <summary>Finds topics, which the broker may make at this; waits for a broker that is away.</summary>
    /// <param name="topics">The topics.</param>
    /// <param name="handle">The producer that will send to them.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Those that can't be had, each with the broker's reason.</returns>
    public async Task<IReadOnlyDictionary<string, Error>> FindAsync(IEnumerable<string> topics, Handle handle, CancellationToken cancellationToken)
    {
        using var lookups = new TopicLookups(handle);
        var faults = await Task.WhenAll(topics.Select(topic => FindAsync(topic, lookups, cancellationToken)));
        return faults.Where(static fault => fault.Error is not null).ToDictionary(static fault => fault.Topic, static fault => fault.Error!, StringComparer.Ordinal);
    }

    /// <summary>A topic turned out to be gone.</summary>
    /// <param name="topic">The topic.</param>
    public void Lost(string topic)
    {
        lock (gate)
        {
            present.Remove(topic);
        }
    }

    private async Task<(string Topic, Error? Error)> FindAsync(string topic, TopicLookups lookups, CancellationToken cancellationToken)
    {
        long? began = null;
        while (!Refused(topic))
        {
            // A blocking call.
            var found = await Task.Run(() => lookups.Find(topic, AnswerLimit), cancellationToken);
            if (found?.Error is not null)
            {
                return (topic, found.Error);
            }

            if (found?.Partitions.Count > 0)
            {
                Keep(topic);
                return (topic, null);
            }

            // Counted only while somebody answers.
            began = found is null ? null : began ?? time.GetTimestamp();
            if (began is not null && time.GetElapsedTime(began.Value) > MakingLimit)
            {
                Miss(topic);
            }

            await Task.Delay(Pause, time, cancellationToken);
        }

        return (topic, new Error(ErrorCode.Local_UnknownTopic));
    }

    private bool Refused(string topic)
    {
        lock (gate)
        {
            return missing.TryGetValue(topic, out var since) && time.GetElapsedTime(since) < MissingFor;
        }
    }

    private void Keep(string topic)
    {
        lock (gate)
        {
            present.Add(topic);
            missing.Remove(topic);
        }
    }

    private void Miss(string topic)
    {
        lock (gate)
        {
            missing[topic] = time.GetTimestamp();
        }
    }
}
