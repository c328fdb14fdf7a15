using Apache.Arrow;
using CoScheduler.Spark.Sql;

namespace CoScheduler.Spark.LocalRows;

/// <summary>Batches in parts that a session takes.</summary>
internal static class RecordBatchParts
{
    /// <summary>How much its buffers hold.</summary>
    public static long Bytes(RecordBatch batch) => batch.Arrays.Sum(array => Bytes(array.Data));

    /// <summary>A batch, or its rows in several, and about how much each holds.</summary>
    public static IEnumerable<(RecordBatch Part, long Bytes)> Of(RecordBatch batch, LocalDataLimits limits)
    {
        var bytes = Bytes(batch);
        // As many parts as the bytes ask for, were they spread evenly over the rows.
        var parts = Math.Max(1, (bytes - 1) / limits.ChunkBytes + 1);
        var rows = (int)Math.Clamp(batch.Length / parts, 1, Math.Min(limits.ChunkRows, int.MaxValue));
        if (batch.Length <= rows)
        {
            yield return (batch, bytes);
            yield break;
        }

        for (var start = 0; start < batch.Length; start += rows)
        {
            var length = Math.Min(rows, batch.Length - start);
            yield return (batch.Slice(start, length), bytes * length / batch.Length);
        }
    }

    private static long Bytes(ArrayData data) =>
        data.Buffers.Sum(buffer => (long)buffer.Length) + (data.Children ?? []).Sum(Bytes) + (data.Dictionary is { } dictionary ? Bytes(dictionary) : 0);
}
