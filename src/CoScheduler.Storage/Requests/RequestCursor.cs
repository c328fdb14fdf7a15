using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace CoScheduler.Storage.Requests;

/// <summary>What continues a list: opaque to whoever carries it.</summary>
internal static class RequestCursor
{
    public static string Write(long number) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)));

    public static long Read(string cursor)
    {
        var bytes = new byte[64];
        return cursor.Length <= bytes.Length
            && Base64Url.IsValid(cursor)
            && Base64Url.TryDecodeFromChars(cursor, bytes, out var length)
            && long.TryParse(bytes.AsSpan(0, length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ArgumentException($"'{cursor}' continues no list; give what a page's 'next' had.", nameof(cursor));
    }
}
