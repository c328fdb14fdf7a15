using Apache.Arrow;
using CoScheduler.Spark.Sql.Types;

namespace CoScheduler.Spark.Results;

/// <summary>
/// The rows of one batch, read into columns. A row is a place in it: a million rows of numbers are then a few arrays, where an object for each value would
/// keep the garbage collector busier than the network. Who keeps one row keeps its page.
/// </summary>
internal sealed class RowPage
{
    private readonly RowColumn[] _columns;

    public RowPage(RecordBatch batch, StructType schema)
    {
        Schema = schema;
        _columns = [.. schema.Fields.Select((field, index) => RowColumn.Of(batch.Column(index), field))];
    }

    public StructType Schema { get; }

    public int Width => _columns.Length;

    public RowColumn this[int column] => _columns[column];

    public object?[] Values(int row) => System.Array.ConvertAll(_columns, column => column[row]);
}
