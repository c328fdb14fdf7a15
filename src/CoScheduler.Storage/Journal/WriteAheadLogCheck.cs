using System.Buffers.Binary;

namespace CoScheduler.Storage.Journal;

/// <summary>
/// Finds damage in the middle of a write-ahead log. SQLite drops everything from the first frame whose checksum is wrong,
/// which is right after a crash (the last transaction was not finished) and loses committed records after damage. Several
/// commits behind the first wrong frame can only be damage, for each was on the disk before the next began.
/// The format: https://sqlite.org/fileformat2.html#walformat.
/// </summary>
internal static class WriteAheadLogCheck
{
    private const int HeaderSize = 32;
    private const int FrameHeaderSize = 24;
    private const uint MagicLittleEndian = 0x377f0682;
    private const uint MagicBigEndian = 0x377f0683;

    public static WriteAheadLogState Check(string path)
    {
        if (!File.Exists(path))
        {
            return WriteAheadLogState.Whole;
        }

        var log = File.ReadAllBytes(path);
        if (log.Length < HeaderSize + FrameHeaderSize)
        {
            return WriteAheadLogState.Whole;
        }

        var magic = Word(log, 0);
        var bigEndian = magic == MagicBigEndian;
        var sum = Sum(log.AsSpan(0, 24), (0, 0), bigEndian);
        return (magic == MagicLittleEndian || bigEndian) && sum == (Word(log, 24), Word(log, 28))
            ? CheckFrames(log, sum, bigEndian)
            : WriteAheadLogState.Damaged;
    }

    private static WriteAheadLogState CheckFrames(byte[] log, (uint, uint) sum, bool bigEndian)
    {
        var frameSize = FrameHeaderSize + PageSize(log);
        var (whole, committed, commitsBehind) = (true, true, 0);
        for (var at = HeaderSize; at < log.Length; at += frameSize)
        {
            var frame = log.AsSpan(at, Math.Min(frameSize, log.Length - at));
            var ours = frame.Length >= FrameHeaderSize && frame[8..16].SequenceEqual(log.AsSpan(16, 8));
            var commits = ours && Word(log, at + 4) != 0;
            if (whole && ours && frame.Length == frameSize)
            {
                sum = Sum(frame[FrameHeaderSize..], Sum(frame[..8], sum, bigEndian), bigEndian);
                whole = sum == (Word(log, at + 16), Word(log, at + 20));
                committed = whole ? commits : committed && !ours;
            }
            else
            {
                committed = committed && !ours;
                whole = false;
            }

            commitsBehind += !whole && commits ? 1 : 0;
        }

        return commitsBehind > 1 ? WriteAheadLogState.Damaged : committed ? WriteAheadLogState.Whole : WriteAheadLogState.Unfinished;
    }

    private static int PageSize(byte[] log) => Word(log, 8) is var size and >= 512 and <= 65536 ? (int)size : 4096;

    private static uint Word(byte[] log, int at) => BinaryPrimitives.ReadUInt32BigEndian(log.AsSpan(at, 4));

    private static (uint, uint) Sum(ReadOnlySpan<byte> bytes, (uint First, uint Second) sum, bool bigEndian)
    {
        var (first, second) = sum;
        for (var at = 0; at + 8 <= bytes.Length; at += 8)
        {
            first += Read(bytes[at..], bigEndian) + second;
            second += Read(bytes[(at + 4)..], bigEndian) + first;
        }

        return (first, second);
    }

    private static uint Read(ReadOnlySpan<byte> bytes, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}

/// <summary>What a write-ahead log looks like.</summary>
internal enum WriteAheadLogState
{
    /// <summary>Every commit in it can be read.</summary>
    Whole,

    /// <summary>Its last transaction is not whole: it was never acknowledged, or its end was torn off.</summary>
    Unfinished,

    /// <summary>Committed transactions stand behind the first frame that is wrong.</summary>
    Damaged,
}
