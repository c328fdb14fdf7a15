using System.Collections.Immutable;
using Apache.Arrow;
using Apache.Arrow.Ipc;

namespace CoScheduler.Embedded.DuckDb;

/// <summary>A result that its analysis doesn't allow, or that can't be told.</summary>
internal sealed class ResultException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}

/// <summary>Turns a result into an operation's frames, inside its limits.</summary>
internal abstract class ResultOutput(Operation operation, ImmutableArray<WireColumn> columns)
{
    private long _rows;
    private long _bytes;
    private bool _any;

    public static ResultOutput For(Operation operation, Schema schema)
    {
        var columns = Columns(schema);
        return operation.Order.Arrow ? new ArrowOutput(operation, columns, schema) : new JsonOutput(operation, columns, schema);
    }

    public abstract void Add(RecordBatch batch);

    /// <summary>The first batch comes even if it is empty: it carries the schema.</summary>
    public abstract void Finish();

    protected bool Any => _any;

    protected void CountRows(int rows)
    {
        _rows += rows;
        if (_rows > operation.Order.RowLimit)
        {
            throw new ResultException("result_too_large", $"The result has more than {operation.Order.RowLimit} rows; narrow the parameters or raise limits.rows.");
        }
    }

    protected void Emit(int rows, byte[] payload)
    {
        _bytes += payload.Length;
        if (_bytes > operation.Order.ByteLimit)
        {
            throw new ResultException("result_too_large", $"The result has more than {operation.Order.ByteLimit} bytes; narrow the parameters or raise limits.bytes.");
        }

        _any = true;
        operation.Add(rows, columns, payload);
    }

    private static ImmutableArray<WireColumn> Columns(Schema schema)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in schema.FieldsList)
        {
            if (!names.Add(field.Name))
            {
                throw new ResultException("duplicate_column", $"The result has two columns named {field.Name}; give one another name in the body.");
            }
        }

        return [.. schema.FieldsList.Select(f => new WireColumn(f.Name, TypeOf(f), f.IsNullable))];
    }

    private static string TypeOf(Field field) =>
        SparkTypes.NameOf(field.DataType)
        ?? throw new ResultException("unsupported_type", $"The column {field.Name} has the type {field.DataType.Name}, which can't be sent; cast it in the body.");
}

/// <summary>JSON objects, one a line, in batches of a size that is quickly sent.</summary>
internal sealed class JsonOutput(Operation operation, ImmutableArray<WireColumn> columns, Schema schema) : ResultOutput(operation, columns), IDisposable
{
    private const int BatchBytes = 128 << 10;

    private readonly JsonRows _rows = new(schema);
    private int _count;

    public override void Add(RecordBatch batch)
    {
        CountRows(batch.Length);
        for (var row = 0; row < batch.Length; row++)
        {
            _rows.Add(batch, row);
            _count++;
            if (_rows.Bytes >= BatchBytes)
            {
                Flush();
            }
        }
    }

    public override void Finish()
    {
        if (_count > 0 || !Any)
        {
            Flush();
        }
    }

    public void Dispose() => _rows.Dispose();

    private void Flush()
    {
        Emit(_count, _rows.Take());
        _count = 0;
    }
}

/// <summary>Arrow IPC streams, each of which stands alone.</summary>
internal sealed class ArrowOutput(Operation operation, ImmutableArray<WireColumn> columns, Schema schema) : ResultOutput(operation, columns)
{
    public override void Add(RecordBatch batch)
    {
        CountRows(batch.Length);
        Emit(batch.Length, Encode(batch));
    }

    public override void Finish()
    {
        if (!Any)
        {
            Emit(0, Encode(null));
        }
    }

    private byte[] Encode(RecordBatch? batch)
    {
        using var stream = new MemoryStream();
        using (var writer = new ArrowStreamWriter(stream, schema, leaveOpen: true))
        {
            writer.WriteStart();
            if (batch is not null)
            {
                writer.WriteRecordBatch(batch);
            }

            writer.WriteEnd();
        }

        return stream.ToArray();
    }
}
