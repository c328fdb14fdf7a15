using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using CoScheduler.Spark.Protocol;
using Google.Protobuf;
using Proto = CoScheduler.Spark.Protocol.DataType;

namespace CoScheduler.Tests.Spark;

/// <summary>Results as Spark sends them: one column <c>id</c> of numbers that count on.</summary>
internal static class ArrowResults
{
    public static ExecutePlanResponse SchemaOnly() => new()
    {
        Schema = new Proto
        {
            Struct = new() { Fields = { new Proto.Types.StructField { Name = "id", DataType = new Proto { Long = new() }, Nullable = false } } },
        },
    };

    public static ExecutePlanResponse Batch(long start, int rows) => new()
    {
        ArrowBatch = new() { RowCount = rows, StartOffset = start, Data = ByteString.CopyFrom(Stream(start, rows)) },
    };

    public static ExecutePlanResponse Progress() => new() { ExecutionProgress = new() { NumInflightTasks = 1 } };

    public static ExecutePlanResponse Complete() => new() { ResultComplete = new() };

    /// <summary>A whole result, of so many batches.</summary>
    public static IEnumerable<ExecutePlanResponse> Whole(int batches, int rows = 3) =>
        [SchemaOnly(), .. Enumerable.Range(0, batches).SelectMany(batch => new[] { Batch(batch * rows, rows), Progress() }), Complete()];

    public static byte[] Stream(long start, int rows)
    {
        var ids = new Int64Array.Builder().AppendRange(Enumerable.Range(0, rows).Select(row => start + row)).Build();
        var schema = new Schema([new Field("id", Int64Type.Default, nullable: false)], null);
        using var bytes = new MemoryStream();
        using (var writer = new ArrowStreamWriter(bytes, schema, leaveOpen: true))
        {
            writer.WriteRecordBatch(new RecordBatch(schema, [ids], rows));
            writer.WriteEnd();
        }

        return bytes.ToArray();
    }
}
