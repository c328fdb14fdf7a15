using System.Buffers.Binary;
using System.IO.Hashing;

namespace CoScheduler.Storage.Journal;

/// <summary>CRC-32 over some numbers and a body: what tells a torn row from a whole one.</summary>
internal static class Checksum
{
    public static long Of(ReadOnlySpan<long> numbers, ReadOnlySpan<byte> body)
    {
        var crc = new Crc32();
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        foreach (var number in numbers)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
            crc.Append(bytes);
        }

        crc.Append(body);
        return crc.GetCurrentHashAsUInt32();
    }
}
