using System.Buffers.Binary;
using System.Security.Cryptography;
using CoScheduler.Pool;

namespace CoScheduler.Tests.Simulation.Faults;

/// <summary>
/// A journal as bytes: a frame a step (time, command, decisions), and states of the pool now and then. It can be read up to
/// any byte, as after a crash in the middle of a write.
/// </summary>
internal sealed class SimulatedJournal
{
    private const int StateEvery = 60;
    private const int HeaderSize = sizeof(long) + sizeof(int) + sizeof(int);

    private readonly MemoryStream _bytes = new();
    private readonly List<(long Length, int Records, byte[] State)> _states = [];
    private int _records;

    public long Length => _bytes.Length;

    /// <summary>Equal for equal journals.</summary>
    public string Hash => Convert.ToHexString(SHA256.HashData(_bytes.GetBuffer().AsSpan(0, (int)_bytes.Length)));

    public void Append(PoolTime at, Command command, StepResult result, ResourcePool pool)
    {
        var (told, decided) = (PoolJson.Write(command), PoolJson.Write(result.Decisions));
        Span<byte> header = stackalloc byte[HeaderSize];
        BinaryPrimitives.WriteInt64LittleEndian(header, at.Milliseconds);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], told.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], decided.Length);
        _bytes.Write(header);
        _bytes.Write(told);
        _bytes.Write(decided);
        if (++_records % StateEvery == 0)
        {
            _states.Add((_bytes.Length, _records, pool.Export()));
        }
    }

    /// <summary>Forgets what stands behind a byte, and the torn frame before it.</summary>
    public void CutAt(long length)
    {
        var whole = Read(length).ToList();
        _bytes.SetLength(whole.Count == 0 ? 0 : whole[^1].End);
        _records = whole.Count;
        _states.RemoveAll(state => state.Length > _bytes.Length);
    }

    /// <summary>A pool from the last state and the decisions after it, as a restart makes it.</summary>
    public ResourcePool Restore(long length)
    {
        var state = _states.LastOrDefault(state => state.Length <= length);
        var pool = state.State is null ? new ResourcePool() : ResourcePool.Import(state.State);
        foreach (var frame in Read(length).Skip(state.Records))
        {
            pool.Apply(frame.At, PoolJson.ReadDecisions(frame.Decisions));
        }

        return pool;
    }

    /// <summary>The whole frames before a byte.</summary>
    public IEnumerable<JournalFrame> Read(long length)
    {
        var bytes = _bytes.GetBuffer();
        for (long at = 0; at + HeaderSize <= length;)
        {
            var header = bytes.AsSpan((int)at, HeaderSize);
            var (told, decided) = (BinaryPrimitives.ReadInt32LittleEndian(header[8..]), BinaryPrimitives.ReadInt32LittleEndian(header[12..]));
            var end = at + HeaderSize + told + decided;
            if (end > length)
            {
                yield break;
            }

            var time = new PoolTime(BinaryPrimitives.ReadInt64LittleEndian(header));
            yield return new JournalFrame(time, bytes.AsSpan((int)at + HeaderSize, told).ToArray(), bytes.AsSpan((int)at + HeaderSize + told, decided).ToArray(), end);
            at = end;
        }
    }
}

/// <summary>A step as it was written.</summary>
internal sealed record JournalFrame(PoolTime At, byte[] Command, byte[] Decisions, long End);
