using Apache.Arrow;
using Apache.Arrow.Types;
using CoScheduler.Spark.Sql.Types;
using Arrow = Apache.Arrow.Types;
using DataType = CoScheduler.Spark.Sql.Types.DataType;

namespace CoScheduler.Spark.Results;

/// <summary>Spark's types, read off Arrow's. Lengths of <c>char</c> and <c>varchar</c> and the units of intervals are not in Arrow.</summary>
public static class ArrowTypes
{
    /// <summary>The columns of an Arrow schema.</summary>
    /// <param name="schema">The Arrow schema of a result of Spark's.</param>
    /// <returns>The columns.</returns>
    public static Sql.Types.StructType ToSpark(Schema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new Sql.Types.StructType(schema.FieldsList.Select(ToSpark));
    }

    private static StructField ToSpark(Field field) => new(field.Name, ToSpark(field.DataType), field.IsNullable);

    private static DataType ToSpark(IArrowType type) => type switch
    {
        Arrow.NullType => new Sql.Types.NullType(),
        Arrow.BooleanType => new Sql.Types.BooleanType(),
        Int8Type => new ByteType(),
        Int16Type => new ShortType(),
        Int32Type => new Sql.Types.IntegerType(),
        Int64Type => new LongType(),
        Arrow.FloatType => new Sql.Types.FloatType(),
        Arrow.DoubleType => new Sql.Types.DoubleType(),
        Decimal128Type @decimal => new DecimalType(@decimal.Precision, @decimal.Scale),
        Arrow.StringType or LargeStringType => new Sql.Types.StringType(),
        Arrow.BinaryType or LargeBinaryType => new Sql.Types.BinaryType(),
        Date32Type => new Sql.Types.DateType(),
        Arrow.TimestampType timestamp => timestamp.Timezone is null ? new TimestampNtzType() : new Sql.Types.TimestampType(),
        Time64Type => new Sql.Types.TimeType(),
        DurationType => new DayTimeIntervalType(),
        IntervalType { Unit: IntervalUnit.YearMonth } => new YearMonthIntervalType(),
        IntervalType { Unit: IntervalUnit.MonthDayNanosecond } => new CalendarIntervalType(),
        Arrow.MapType map => new Sql.Types.MapType(ToSpark(map.KeyField.DataType), ToSpark(map.ValueField.DataType), map.ValueField.IsNullable),
        ListType list => new ArrayType(ToSpark(list.ValueDataType), list.ValueField.IsNullable),
        LargeListType list => new ArrayType(ToSpark(list.ValueDataType), list.ValueField.IsNullable),
        Arrow.StructType @struct => IsVariant(@struct) ? new Sql.Types.VariantType() : new Sql.Types.StructType(@struct.Fields.Select(ToSpark)),
        _ => new UnknownType(type.Name),
    };

    // Spark marks the metadata part of a variant so that it differs from a struct with the same names (its class ArrowUtils).
    private static bool IsVariant(Arrow.StructType type) =>
        type.Fields.Any(field => field.Name == "metadata" && field.HasMetadata && field.Metadata.TryGetValue("variant", out var mark) && mark == "true");
}
