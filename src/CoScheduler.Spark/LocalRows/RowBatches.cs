using Apache.Arrow;
using StructType = CoScheduler.Spark.Sql.Types.StructType;

namespace CoScheduler.Spark.LocalRows;

/// <summary>Rows as record batches.</summary>
internal static class RowBatches
{
    // Small enough that one batch's buffers are moderate and fit the parts that Spark takes (spark.sql.session.localRelationChunkSizeRows, 10,000 rows), large
    // enough that the headers of batches do not count.
    private const int RowsABatch = 8192;

    public static IEnumerable<RecordBatch> Of<T>(IEnumerable<T> rows, StructType columns)
    {
        var schema = ArrowForm.Of(columns);
        foreach (var part in rows.Chunk(RowsABatch))
        {
            yield return Batch(part, columns, schema);
        }
    }

    private static RecordBatch Batch<T>(T[] rows, StructType columns, Schema schema)
    {
        var cells = columns.Fields.Select(field => CellColumns.Of(new CellPlace(field.Name, field.DataType, field.IsNullable))).ToArray();
        foreach (var row in rows)
        {
            var values = StructColumn.Parts(row ?? throw new ArgumentException("A row is null.", nameof(rows)), columns, place: null);
            for (var index = 0; index < cells.Length; index++)
            {
                cells[index].Append(values[index]);
            }
        }

        return new RecordBatch(schema, cells.Select(cell => ArrowArrayFactory.BuildArray(CellColumns.Build(cell))), rows.Length);
    }
}
