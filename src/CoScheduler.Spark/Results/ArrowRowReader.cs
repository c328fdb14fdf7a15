using Apache.Arrow;
using CoScheduler.Spark.Sql;
using CoScheduler.Spark.Sql.Types;

namespace CoScheduler.Spark.Results;

/// <summary>Reads rows out of Arrow's columns. <see cref="Row"/> says which .NET type each of Spark's has.</summary>
public sealed class ArrowRowReader
{
    private readonly StructType _schema;

    /// <summary>Makes one.</summary>
    /// <param name="schema">The columns of all batches that it will be given.</param>
    public ArrowRowReader(StructType schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        _schema = schema;
    }

    /// <summary>Reads a batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <returns>Its rows.</returns>
    /// <exception cref="OverflowException">A date or time is outside of what .NET's types hold; the message says what to do.</exception>
    /// <exception cref="NotSupportedException">A column is of a type that cannot be read here; the message says what to do.</exception>
    public IEnumerable<Row> Read(RecordBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var cells = _schema.Fields.Select((field, index) => RowCells.Of(batch.Column(index), field)).ToArray();
        return Rows(cells, batch.Length);
    }

    /// <summary>Reads a batch whose rows are kept together.</summary>
    internal IEnumerable<Row> ReadTogether(RecordBatch batch)
    {
        var page = new RowPage(batch, _schema);
        for (var row = 0; row < batch.Length; row++)
        {
            yield return new Row(page, row);
        }
    }

    private IEnumerable<Row> Rows(Func<int, object?>[] cells, int length)
    {
        for (var row = 0; row < length; row++)
        {
            var values = new object?[cells.Length];
            for (var column = 0; column < cells.Length; column++)
            {
                values[column] = cells[column](row);
            }

            yield return new Row(values, _schema);
        }
    }
}
