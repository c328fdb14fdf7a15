namespace CoScheduler.Spark.Sql;

/// <summary>Values without the names of columns, as <see cref="SparkSession.CreateDataFrame(IEnumerable{GenericRow}, Types.StructType)"/> takes them.</summary>
/// <param name="values">The values, in the order of the columns; <see cref="Row"/> says which .NET type each of Spark's has.</param>
public sealed class GenericRow(object?[] values)
{
    /// <summary>The values.</summary>
    public object?[] Values { get; } = values ?? throw new ArgumentNullException(nameof(values));

    /// <summary>A value.</summary>
    /// <param name="index">Where it is, from 0.</param>
    public object? this[int index] => Get(index);

    /// <summary>How many values there are.</summary>
    /// <returns>The number.</returns>
    public int Size() => Values.Length;

    /// <summary>A value.</summary>
    /// <param name="index">Where it is, from 0.</param>
    /// <returns>The value.</returns>
    public object? Get(int index) => Values[index];

    /// <summary>A value, as a type.</summary>
    /// <param name="index">Where it is, from 0.</param>
    /// <typeparam name="T">The type, which the value has.</typeparam>
    /// <returns>The value.</returns>
    /// <exception cref="InvalidCastException">It is of another type.</exception>
    public T GetAs<T>(int index) => (T)Values[index]!;

    /// <inheritdoc />
    public override string ToString() => RowText.Of(Values);
}
