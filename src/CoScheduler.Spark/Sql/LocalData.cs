using Apache.Arrow;
using Apache.Arrow.Ipc;
using CoScheduler.Spark.Protocol;
using Google.Protobuf;

namespace CoScheduler.Spark.Sql;

/// <summary>Local rows in the form that Spark takes them: one Arrow IPC stream.</summary>
internal static class LocalData
{
    public static LocalRelation ToRelation(Schema schema, IEnumerable<RecordBatch> batches, Types.StructType? columns)
    {
        using var bytes = new MemoryStream();
        using (var writer = new ArrowStreamWriter(bytes, schema, leaveOpen: true))
        {
            writer.WriteStart();
            foreach (var batch in batches)
            {
                writer.WriteRecordBatch(batch);
            }

            writer.WriteEnd();
        }

        var relation = new LocalRelation { Data = UnsafeByteOperations.UnsafeWrap(bytes.GetBuffer().AsMemory(0, (int)bytes.Length)) };
        if (columns is not null)
        {
            // Arrow has neither lengths of texts, nor units of intervals, nor metadata.
            relation.Schema = columns.Json;
        }

        return relation;
    }
}
