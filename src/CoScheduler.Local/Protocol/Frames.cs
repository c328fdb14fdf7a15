using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CoScheduler.Local.Protocol;

/// <summary>The protocol between server and supervisor: each message is JSON behind its length, four bytes, highest first.</summary>
internal static class Frames
{
    /// <summary>The version that both sides must speak.</summary>
    public const int Version = 1;

    /// <summary>Longer than any command line that the kernel takes.</summary>
    public const int MaximumLength = 16 * 1024 * 1024;

    private const int HeaderLength = sizeof(int);

    /// <summary>Writes a message.</summary>
    /// <typeparam name="T">Its family.</typeparam>
    /// <param name="stream">Where to.</param>
    /// <param name="message">The message.</param>
    /// <param name="type">How the family is written.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>When it was written.</returns>
    public static async ValueTask WriteAsync<T>(Stream stream, T message, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(message, type);
        var frame = new byte[HeaderLength + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, body.Length);
        body.CopyTo(frame, HeaderLength);
        await stream.WriteAsync(frame, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads a message.</summary>
    /// <typeparam name="T">Its family.</typeparam>
    /// <param name="stream">Where from.</param>
    /// <param name="type">How the family is read.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The message, or null at the end.</returns>
    /// <exception cref="InvalidDataException">It is not a message of this protocol.</exception>
    public static async ValueTask<T?> ReadAsync<T>(Stream stream, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        var header = new byte[HeaderLength];
        if (await stream.ReadAtLeastAsync(header, HeaderLength, false, cancellationToken).ConfigureAwait(false) < HeaderLength)
        {
            return null;
        }

        var length = BinaryPrimitives.ReadInt32BigEndian(header);
        if (length is <= 0 or > MaximumLength)
        {
            throw new InvalidDataException($"A message of {length} bytes is not one of this protocol.");
        }

        var body = new byte[length];
        return await stream.ReadAtLeastAsync(body, length, false, cancellationToken).ConfigureAwait(false) < length ? null : Parse(body, type);
    }

    private static T Parse<T>(byte[] body, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(body, type) ?? throw new InvalidDataException("A message can't be null.");
        }
        catch (JsonException malformed)
        {
            throw new InvalidDataException("A message could not be read.", malformed);
        }
    }
}
