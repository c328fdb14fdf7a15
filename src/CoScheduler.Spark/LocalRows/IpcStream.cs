using Apache.Arrow;
using Apache.Arrow.Ipc;

namespace CoScheduler.Spark.LocalRows;

/// <summary>Writes Arrow IPC streams of one schema, one after the other.</summary>
internal sealed class IpcStream(Schema schema)
{
    private MemoryStream _bytes = new();
    private ArrowStreamWriter? _writer;

    /// <summary>How many bytes the stream that is being written has.</summary>
    public long Length => _bytes.Length;

    /// <summary>How many rows it has.</summary>
    public long Rows { get; private set; }

    public void Write(RecordBatch batch)
    {
        Writer().WriteRecordBatch(batch);
        Rows += batch.Length;
    }

    /// <summary>Ends the stream and begins another.</summary>
    /// <returns>The stream, which has its schema even if it has no batch.</returns>
    public ArraySegment<byte> Take()
    {
        using (var writer = Writer())
        {
            writer.WriteEnd();
        }

        var whole = new ArraySegment<byte>(_bytes.GetBuffer(), 0, (int)_bytes.Length);
        (_bytes, _writer, Rows) = (new MemoryStream(), null, 0);
        return whole;
    }

    private ArrowStreamWriter Writer()
    {
        if (_writer is null)
        {
            _writer = new ArrowStreamWriter(_bytes, schema, leaveOpen: true);
            _writer.WriteStart();
        }

        return _writer;
    }
}
