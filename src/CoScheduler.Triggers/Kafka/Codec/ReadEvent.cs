using CloudNative.CloudEvents;

namespace CoScheduler.Triggers.Kafka;

/// <summary>A valid CloudEvent that was read.</summary>
/// <param name="Event">Its attributes.</param>
/// <param name="Data">Its data, as JSON in UTF-8; <c>{}</c> if it has none.</param>
internal sealed record ReadEvent(CloudEvent Event, ReadOnlyMemory<byte> Data)
{
    /// <summary>Data that isn't there.</summary>
    public static readonly ReadOnlyMemory<byte> NoData = "{}"u8.ToArray();

    /// <summary>The source as it was written: an identity, not a place.</summary>
    public string Source => Event.Source!.OriginalString;

    /// <summary>An extension as text.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The text, or null if it isn't there.</returns>
    public string? Text(string name)
    {
        var attribute = Event.GetAttribute(name);
        return attribute is not null && Event[attribute] is { } value ? attribute.Format(value) : null;
    }
}
