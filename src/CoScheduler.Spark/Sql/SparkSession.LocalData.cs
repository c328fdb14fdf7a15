using System.Diagnostics.CodeAnalysis;
using Apache.Arrow;
using CoScheduler.Spark.LocalRows;
using CoScheduler.Spark.Mapping;
using CoScheduler.Spark.Protocol;
using CoScheduler.Spark.Sql.Types;

namespace CoScheduler.Spark.Sql;

/// <content>Local data as queries.</content>
public sealed partial class SparkSession
{
    /// <summary>
    /// Local rows as a query. Few are sent along with each use; many (<c>spark.sql.session.localRelationCacheThreshold</c>, 1 MiB) are brought to the session at
    /// once, in parts, and stay there until it ends.
    /// </summary>
    /// <param name="data">The rows; <see cref="Row"/> says which .NET type each of Spark's has.</param>
    /// <param name="schema">Their columns.</param>
    /// <returns>The query of them.</returns>
    /// <exception cref="ArgumentException">A value is not of its column's type, or would lose something in it; the message names the column.</exception>
    /// <exception cref="NotSupportedException">Arrow cannot carry a column's type.</exception>
    /// <exception cref="AnalysisException">There is more of them than <c>spark.sql.session.localRelationSizeLimit</c> (3 GiB).</exception>
    public DataFrame CreateDataFrame(IEnumerable<GenericRow> data, StructType schema) => Local(data, schema);

    /// <inheritdoc cref="CreateDataFrame(IEnumerable{GenericRow}, StructType)" />
    public DataFrame CreateDataFrame(IEnumerable<Row> data, StructType schema) => Local(data, schema);

    /// <summary>
    /// Local objects as a query, a column for each public property, or a column <c>_1</c> of plain values. The types are those of <see cref="Row"/>'s values;
    /// <see cref="decimal"/> is <c>decimal(38,18)</c>, enums are text, arrays and other sequences arrays, dictionaries maps, other types with properties structs.
    /// </summary>
    /// <param name="data">The objects.</param>
    /// <typeparam name="T">Their type. In a trimmed program the properties of types within it must be kept by the program.</typeparam>
    /// <returns>The query of them.</returns>
    /// <exception cref="ArgumentException">Spark has no type for a property, or a value does not fit.</exception>
    public DataFrame CreateDataFrame<[DynamicallyAccessedMembers(ObjectShape.Members)] T>(IEnumerable<T> data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var columns = ObjectTypes.Columns(typeof(T));
        return ObjectTypes.HasColumns(typeof(T)) ? Local(data, columns) : Local(data.Select(value => new GenericRow([value])), columns);
    }

    /// <summary>Local objects as a query of columns that are named as their properties are, case and underscores aside.</summary>
    /// <param name="data">The objects; of tuples, the parts are taken by position.</param>
    /// <param name="schema">The columns.</param>
    /// <typeparam name="T">The type of the objects.</typeparam>
    /// <returns>The query of them.</returns>
    /// <exception cref="ArgumentException">A column has no property, or a value does not fit.</exception>
    public DataFrame CreateDataFrame<[DynamicallyAccessedMembers(ObjectShape.Members)] T>(IEnumerable<T> data, StructType schema) => Local(data, schema);

    /// <summary>
    /// Local data as a query. Little is sent along with each use; much (<c>spark.sql.session.localRelationCacheThreshold</c>, 1 MiB) is brought to the session at
    /// once, in parts, and stays there until it ends.
    /// </summary>
    /// <param name="schema">The columns.</param>
    /// <param name="batches">The rows.</param>
    /// <returns>The query of them.</returns>
    /// <exception cref="AnalysisException">There is more of it than <c>spark.sql.session.localRelationSizeLimit</c> (3 GiB).</exception>
    public DataFrame CreateDataFrame(Schema schema, IEnumerable<RecordBatch> batches)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(batches);
        return Frame(Local(schema, batches, columns: null));
    }

    private DataFrame Local<T>(IEnumerable<T> data, StructType schema)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(schema);
        if (SentTypes.Of(schema) is not { } sent)
        {
            return Frame(Local(ArrowForm.Of(schema), RowBatches.Of(data, schema), schema));
        }

        var rows = Frame(Local(ArrowForm.Of(schema), RowBatches.Of(data, schema), sent));
        return rows.Select([.. schema.Fields.Select((field, index) => Declared(field, sent.Fields[index]))]);
    }

    private Relation Local(Schema schema, IEnumerable<RecordBatch> batches, StructType? columns)
    {
        ThrowIfEnded();
        return Blocking.Run(() => new LocalData(this, schema, columns).ToRelationAsync(batches));
    }

    private static Column Declared(StructField field, StructField sent)
    {
        var column = Functions.Col(sent.Name);
        column = sent.DataType.Equals(field.DataType) ? column : column.Cast(field.DataType);
        return field.Metadata is { } metadata ? column.As(field.Name, metadata) : column.As(field.Name);
    }
}
