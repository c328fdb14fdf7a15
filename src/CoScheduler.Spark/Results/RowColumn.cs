using System.Diagnostics.CodeAnalysis;
using Apache.Arrow;
using CoScheduler.Spark.Sql.Types;

namespace CoScheduler.Spark.Results;

/// <summary>The values of one column of a page.</summary>
internal abstract class RowColumn
{
    public abstract object? this[int row] { get; }

    /// <summary>Reads a column. What it cannot hold is an error now, not when a row is looked at.</summary>
    public static RowColumn Of(IArrowArray array, StructField column) => array switch
    {
        Int8Array numbers => Plain(numbers),
        Int16Array numbers => Plain(numbers),
        Int32Array numbers => Plain(numbers),
        Int64Array numbers => Plain(numbers),
        FloatArray numbers => Plain(numbers),
        DoubleArray numbers => Plain(numbers),
        _ => Read(RowCells.Of(array, column), array.Length),
    };

    /// <summary>The value of a row, if it is of that type as it is.</summary>
    public abstract bool TryGet<T>(int row, [MaybeNullWhen(false)] out T value);

    private static PlainColumn<T> Plain<T>(PrimitiveArray<T> array)
        where T : struct, IEquatable<T> =>
        new(array.Values.ToArray(), array.NullCount == 0 ? null : [.. Enumerable.Range(0, array.Length).Select(array.IsNull)]);

    private static ObjectColumn Read(Func<int, object?> cell, int length)
    {
        var values = new object?[length];
        for (var row = 0; row < length; row++)
        {
            values[row] = cell(row);
        }

        return new ObjectColumn(values);
    }

    private sealed class PlainColumn<TValue>(TValue[] values, bool[]? nulls) : RowColumn
        where TValue : struct
    {
        public override object? this[int row] => nulls is not null && nulls[row] ? null : values[row];

        public override bool TryGet<T>(int row, [MaybeNullWhen(false)] out T value)
        {
            if (typeof(T) == typeof(TValue) && (nulls is null || !nulls[row]))
            {
                value = (T)(object)values[row];
                return true;
            }

            return Found(this[row], out value);
        }
    }

    private sealed class ObjectColumn(object?[] values) : RowColumn
    {
        public override object? this[int row] => values[row];

        public override bool TryGet<T>(int row, [MaybeNullWhen(false)] out T value) => Found(values[row], out value);
    }

    private static bool Found<T>(object? held, [MaybeNullWhen(false)] out T value)
    {
        value = held is T found ? found : default;
        return held is T;
    }
}
