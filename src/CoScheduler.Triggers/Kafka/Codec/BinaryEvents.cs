using System.Net.Mime;
using CloudNative.CloudEvents;
using Confluent.Kafka;

namespace CoScheduler.Triggers.Kafka;

/// <summary>Events in binary mode: attributes in <c>ce_*</c> headers, the data as the value.</summary>
internal static class BinaryEvents
{
    /// <summary>Reads an event.</summary>
    /// <param name="headers">The message's headers.</param>
    /// <param name="value">Its value.</param>
    /// <param name="contentType">Its content type.</param>
    /// <returns>The event.</returns>
    public static ReadEvent Read(Headers headers, byte[] value, ContentType? contentType)
    {
        var read = Attributes(headers);
        if (contentType is not null && !JsonData.IsJson(contentType.MediaType))
        {
            throw JsonData.NotJson(contentType.MediaType);
        }

        if (value.Length == 0)
        {
            return new(read, ReadEvent.NoData);
        }

        JsonData.RequireUtf8(value, contentType);
        return new(read, JsonData.Check(value));
    }

    private static CloudEvent Attributes(Headers headers)
    {
        var version = HeaderText.Find(headers, EventNames.AttributePrefix + EventNames.SpecVersion)
            ?? throw new UnreadableException(
                "not_a_cloud_event",
                $"Send a CloudEvent: the header '{EventNames.ContentType}: {EventNames.StructuredJson}', or its attributes as '{EventNames.AttributePrefix}*' headers.");
        var read = new CloudEvent(CloudEventsSpecVersion.FromVersionId(version)
            ?? throw new UnreadableException("invalid_event", "Send a CloudEvent with the specversion 1.0."));
        foreach (var header in headers)
        {
            if (header.Key.StartsWith(EventNames.AttributePrefix, StringComparison.Ordinal))
            {
                Set(read, header.Key[EventNames.AttributePrefix.Length..], HeaderText.Read(header));
            }
        }

        var missing = read.SpecVersion.RequiredAttributes.FirstOrDefault(attribute => read[attribute] is null);
        return missing is null ? read : throw new UnreadableException("invalid_event", $"Send a valid CloudEvent 1.0: give '{missing.Name}'.");
    }

    private static void Set(CloudEvent read, string name, string value)
    {
        if (name is EventNames.SpecVersion or EventNames.DataContentType)
        {
            return;
        }

        try
        {
            read.SetAttributeFromString(name, value);
        }
        catch (ArgumentException)
        {
            throw new UnreadableException("invalid_event", $"Send a valid CloudEvent 1.0: correct '{name}'.");
        }
    }
}
