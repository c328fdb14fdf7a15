using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CoScheduler.Analyses;

/// <summary>The id that an engine runs an attempt under: the same after every restart.</summary>
public static class OperationId
{
    // The namespace of RFC 9562 appendix A for URLs: a request's source is a URI reference.
    private static readonly Guid Namespace = new("6ba7b811-9dad-11d1-80b4-00c04fd430c8");

    /// <summary>uuid5 of an attempt (RFC 9562 section 5.5).</summary>
    /// <param name="key">The request.</param>
    /// <param name="attempt">The attempt.</param>
    /// <returns>The id.</returns>
    public static Guid Of(RequestKey key, int attempt)
    {
        var name = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{key.Source}\n{key.Id}\n{attempt}"));
        var input = new byte[16 + name.Length];
        Namespace.TryWriteBytes(input, bigEndian: true, out _);
        name.CopyTo(input, 16);
        // SHA-1 is what version 5 is made of; nothing is protected by it.
#pragma warning disable CA5350
        var hash = SHA1.HashData(input).AsSpan(0, 16);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new(hash, bigEndian: true);
    }
}
