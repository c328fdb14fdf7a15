using System.Data.SqlTypes;
using System.Globalization;
using CoScheduler.Spark.Sql.Types;

namespace CoScheduler.Spark.Sql;

/// <summary>
/// A row, or a value of a struct. Its values are null, <see cref="bool"/>, <see cref="sbyte"/>, <see cref="short"/>, <see cref="int"/>, <see cref="long"/>,
/// <see cref="float"/>, <see cref="double"/>, <see cref="decimal"/> (<see cref="SqlDecimal"/> if the type has more than 28 digits), <see cref="string"/>,
/// <see cref="byte"/> arrays, <see cref="DateOnly"/>, <see cref="DateTimeOffset"/> in UTC (timestamp), <see cref="DateTime"/> without a zone (timestamp_ntz),
/// <see cref="TimeOnly"/>, <see cref="TimeSpan"/> (day-time interval), <see cref="YearMonthInterval"/>, <see cref="CalendarInterval"/>,
/// <see cref="VariantValue"/>, lists of objects, dictionaries of objects, and rows.
/// </summary>
public sealed class Row
{
    private readonly object?[] _values;

    /// <summary>Makes one.</summary>
    /// <param name="values">Its values, one for each column.</param>
    /// <param name="schema">Its columns.</param>
    public Row(IEnumerable<object?> values, StructType schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        _values = [.. values];
        Schema = schema;
        if (_values.Length != schema.Fields.Length)
        {
            throw new ArgumentException($"A row of {schema.Fields.Length} columns was given {_values.Length} values.", nameof(values));
        }
    }

    /// <summary>Its columns.</summary>
    public StructType Schema { get; }

    /// <summary>Its values, in the order of the columns.</summary>
    public IReadOnlyList<object?> Values => _values;

    /// <summary>How many columns it has.</summary>
    public int Size() => _values.Length;

    /// <summary>The value of a column.</summary>
    /// <param name="index">Where the column is, from 0.</param>
    public object? this[int index] => Get(index);

    /// <summary>The value of a column.</summary>
    /// <param name="index">Where the column is, from 0.</param>
    /// <returns>The value.</returns>
    public object? Get(int index) => _values[index];

    /// <summary>The value of a column.</summary>
    /// <param name="columnName">The column's name.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentException">There is none of that name, or several.</exception>
    public object? Get(string columnName) => _values[Schema.FieldIndex(columnName)];

    /// <summary>The value of a column, as a type; numbers are converted if nothing is lost.</summary>
    /// <param name="index">Where the column is, from 0.</param>
    /// <typeparam name="T">The type.</typeparam>
    /// <returns>The value.</returns>
    /// <exception cref="InvalidCastException">It is of another type, or null where the type has no null.</exception>
    /// <exception cref="OverflowException">The number does not fit.</exception>
    public T GetAs<T>(int index) => Cast<T>(_values[index], Schema.Fields[index]);

    /// <summary>The value of a column, as a type.</summary>
    /// <param name="columnName">The column's name.</param>
    /// <typeparam name="T">The type.</typeparam>
    /// <returns>The value.</returns>
    public T GetAs<T>(string columnName) => GetAs<T>(Schema.FieldIndex(columnName));

    /// <inheritdoc />
    public override string ToString() => $"[{string.Join(',', _values.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)))}]";

    private static T Cast<T>(object? value, StructField field)
    {
        if (value is T typed)
        {
            return typed;
        }

        var target = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        return value switch
        {
            null when default(T) is null => default!,
            SqlDecimal number when target == typeof(decimal) => (T)(object)number.Value,
            sbyte or short or int or long when IsWider(value, target) => (T)Convert.ChangeType(value, target, CultureInfo.InvariantCulture),
            float number when target == typeof(double) => (T)(object)(double)number,
            _ => throw new InvalidCastException(
                $"Column '{field.Name}' is {field.DataType.SimpleString}{(value is null ? " and null here" : "")}; it cannot be read as {target.Name}."),
        };
    }

    private static bool IsWider(object value, Type target) =>
        target == typeof(short) || target == typeof(int) || target == typeof(long) || target == typeof(decimal)
        || (target == typeof(double) && value is not long);
}
