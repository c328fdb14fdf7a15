using System.Text;
using System.Text.Unicode;
using Confluent.Kafka;

namespace CoScheduler.Triggers.Kafka;

/// <summary>Headers as text, which the CloudEvents Kafka binding wants in UTF-8.</summary>
internal static class HeaderText
{
    /// <summary>A header's text.</summary>
    /// <param name="headers">The headers.</param>
    /// <param name="name">The name, in any case; the last of several counts.</param>
    /// <returns>The text, or null if there is no such header.</returns>
    public static string? Find(Headers headers, string name)
    {
        string? found = null;
        foreach (var header in headers)
        {
            if (string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase))
            {
                found = Read(header);
            }
        }

        return found;
    }

    /// <summary>A header's text.</summary>
    /// <param name="header">The header.</param>
    /// <returns>The text.</returns>
    public static string Read(IHeader header)
    {
        var bytes = header.GetValueBytes() ?? [];
        return Utf8.IsValid(bytes)
            ? Encoding.UTF8.GetString(bytes)
            : throw new UnreadableException("invalid_utf8", $"Send the header '{header.Key}' in UTF-8.");
    }
}
