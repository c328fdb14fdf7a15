namespace CoScheduler.Analyses;

/// <summary>Brings replies to where they go. Delivered at least once, a request's events in order.</summary>
public interface IReplyPublisher
{
    /// <summary>Publishes replies and waits until they are acknowledged.</summary>
    /// <param name="replies">In the order of the outbox.</param>
    /// <param name="cancellationToken">Gives up; those not yet acknowledged are said again later.</param>
    /// <returns>For each, null, or why it can never be delivered; what can be tried again throws.</returns>
    Task<IReadOnlyList<RequestError?>> PublishAsync(IReadOnlyList<OutgoingReply> replies, CancellationToken cancellationToken);
}

/// <summary>A reply on its way.</summary>
/// <param name="Sequence">Its place in the outbox.</param>
/// <param name="Topic">The topic.</param>
/// <param name="Partition">The partition, or null to let the key decide.</param>
/// <param name="Key">The Kafka key: the request's id.</param>
/// <param name="Structured">Whether it is structured; else binary.</param>
/// <param name="Event">The event.</param>
public sealed record OutgoingReply(long Sequence, string Topic, int? Partition, string Key, bool Structured, ReplyEvent Event);
