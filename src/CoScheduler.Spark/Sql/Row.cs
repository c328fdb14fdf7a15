using System.Data.SqlTypes;
using System.Diagnostics.CodeAnalysis;
using CoScheduler.Spark.Mapping;
using CoScheduler.Spark.Results;
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
    private readonly RowPage? _page;
    private readonly int _place;
    private object?[]? _values;

    /// <summary>Makes one.</summary>
    /// <param name="values">Its values, one for each column.</param>
    /// <param name="schema">Its columns.</param>
    public Row(IEnumerable<object?> values, StructType schema)
        : this([.. values], schema)
    {
    }

    /// <summary>Makes one that keeps the array itself.</summary>
    internal Row(object?[] values, StructType schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        _values = values;
        Schema = schema;
        if (values.Length != schema.Fields.Length)
        {
            throw new ArgumentException($"A row of {schema.Fields.Length} columns was given {values.Length} values.", nameof(values));
        }
    }

    /// <summary>Makes one of rows that are kept together.</summary>
    internal Row(RowPage page, int place)
    {
        (_page, _place) = (page, place);
        Schema = page.Schema;
    }

    /// <summary>Its columns.</summary>
    public StructType Schema { get; }

    /// <summary>Its values, in the order of the columns.</summary>
    public IReadOnlyList<object?> Values => _values ??= _page!.Values(_place);

    /// <summary>How many columns it has.</summary>
    public int Size() => _values?.Length ?? _page!.Width;

    /// <summary>The value of a column.</summary>
    /// <param name="index">Where the column is, from 0.</param>
    public object? this[int index] => Get(index);

    /// <summary>The value of a column.</summary>
    /// <param name="index">Where the column is, from 0.</param>
    /// <returns>The value.</returns>
    public object? Get(int index) => _values is { } values ? values[index] : _page![index][_place];

    /// <summary>The value of a column.</summary>
    /// <param name="columnName">The column's name.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentException">There is none of that name, or several.</exception>
    public object? Get(string columnName) => Get(Schema.FieldIndex(columnName));

    /// <summary>
    /// The value of a column, as a type: numbers are converted if nothing is lost, texts to enums, lists to arrays and <see cref="List{T}"/>, maps to
    /// <see cref="Dictionary{TKey, TValue}"/>, structs as <see cref="As"/> does it. In a program compiled ahead of time, name lists of values as arrays.
    /// </summary>
    /// <param name="index">Where the column is, from 0.</param>
    /// <typeparam name="T">The type.</typeparam>
    /// <returns>The value.</returns>
    /// <exception cref="InvalidCastException">It is of another type, or null where the type has no null.</exception>
    /// <exception cref="OverflowException">The number does not fit.</exception>
    public T GetAs<[DynamicallyAccessedMembers(ValueConversion.Members)] T>(int index) =>
        TryGet<T>(index, out var value) ? value : (T)ValueConversion.To(typeof(T), Get(index), Schema.Fields[index].Name, Schema.Fields[index].DataType)!;

    /// <summary>The value of a column, as a type.</summary>
    /// <param name="columnName">The column's name.</param>
    /// <typeparam name="T">The type.</typeparam>
    /// <returns>The value.</returns>
    public T GetAs<[DynamicallyAccessedMembers(ValueConversion.Members)] T>(string columnName) => GetAs<T>(Schema.FieldIndex(columnName));

    /// <summary>
    /// The row as an object: by the constructor with the most parameters that columns are named as, case and underscores aside, then by the properties that
    /// can be set. Columns that nothing is named as are left out. A tuple takes the columns by position, a type without parts the only column.
    /// </summary>
    /// <typeparam name="T">The object's type: a record, a class, a struct, a tuple, or for one column whatever <see cref="GetAs{T}(int)"/> takes.</typeparam>
    /// <returns>The object.</returns>
    /// <exception cref="ArgumentException">No constructor fits the columns, or a required property has none.</exception>
    /// <exception cref="InvalidCastException">A value is of another type, or null where the type has no null.</exception>
    public T As<[DynamicallyAccessedMembers(ValueConversion.Members)] T>() =>
        typeof(T) == typeof(Row) ? (T)(object)this
        : ObjectTypes.HasColumns(typeof(T)) ? (T)ObjectMaker.Make(Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T), this)
        : Size() == 1 ? GetAs<T>(0)
        : throw new ArgumentException($"A row of {Size()} columns is no {typeof(T).Name}; select one column.");

    /// <inheritdoc />
    public override string ToString() => RowText.Of(Values);

    private bool TryGet<T>(int index, [MaybeNullWhen(false)] out T value)
    {
        if (_page is not null)
        {
            return _page[index].TryGet(_place, out value);
        }

        value = _values![index] is T held ? held : default;
        return _values[index] is T;
    }
}
