using Apache.Arrow;
using Apache.Arrow.Ipc;

namespace CoScheduler.Spark.Connect;

/// <summary>A part of a result.</summary>
/// <param name="ResponseId">
/// The server's id of the response that completed it: an execution that is attached again after it continues with the next batch.
/// </param>
/// <param name="Data">An Arrow IPC stream that stands alone: the schema and at most one record batch.</param>
/// <param name="RowCount">How many rows. An empty result has one batch, of no rows.</param>
/// <param name="StartOffset">How many rows of the result come before it.</param>
public sealed record ArrowBatch(string ResponseId, ReadOnlyMemory<byte> Data, long RowCount, long StartOffset)
{
    /// <summary>Opens it, without copying.</summary>
    /// <returns>The rows, or null if there are none.</returns>
    public RecordBatch? Read()
    {
        if (RowCount == 0)
        {
            return null;
        }

        using var reader = new ArrowStreamReader(Data);
        return reader.ReadNextRecordBatch();
    }

    /// <summary>Reads the columns alone.</summary>
    /// <returns>The Arrow schema.</returns>
    public Schema ReadSchema()
    {
        using var reader = new ArrowStreamReader(Data);
        return reader.Schema;
    }
}
