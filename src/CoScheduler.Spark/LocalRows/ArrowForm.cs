using Apache.Arrow;
using Apache.Arrow.Types;
using CoScheduler.Spark.Sql.Types;
using Arrow = Apache.Arrow.Types;
using DataType = CoScheduler.Spark.Sql.Types.DataType;

namespace CoScheduler.Spark.LocalRows;

/// <summary>Spark's types as Arrow has them, the way that Spark itself maps them (its class ArrowUtils).</summary>
internal static class ArrowForm
{
    public static Schema Of(Sql.Types.StructType columns) => new([.. columns.Fields.Select(field => Field(field.Name, field.DataType, field.IsNullable))], null);

    public static IArrowType Of(string column, DataType type) => type switch
    {
        Sql.Types.NullType => Arrow.NullType.Default,
        Sql.Types.BooleanType => Arrow.BooleanType.Default,
        ByteType => Int8Type.Default,
        ShortType => Int16Type.Default,
        Sql.Types.IntegerType => Int32Type.Default,
        LongType => Int64Type.Default,
        Sql.Types.FloatType => Arrow.FloatType.Default,
        Sql.Types.DoubleType => Arrow.DoubleType.Default,
        DecimalType number => new Decimal128Type(number.Precision, number.Scale),
        Sql.Types.StringType or CharType or VarcharType => Arrow.StringType.Default,
        Sql.Types.BinaryType => Arrow.BinaryType.Default,
        Sql.Types.DateType => Date32Type.Default,
        Sql.Types.TimestampType => new Arrow.TimestampType(TimeUnit.Microsecond, "UTC"),
        TimestampNtzType => new Arrow.TimestampType(TimeUnit.Microsecond, (string?)null),
        Sql.Types.TimeType => new Time64Type(TimeUnit.Nanosecond),
        YearMonthIntervalType => new IntervalType(IntervalUnit.YearMonth),
        DayTimeIntervalType => DurationType.Microsecond,
        CalendarIntervalType => new IntervalType(IntervalUnit.MonthDayNanosecond),
        _ => Nested(column, type),
    };

    private static IArrowType Nested(string column, DataType type) => type switch
    {
        ArrayType array => new ListType(Field("element", array.ElementType, array.ContainsNull, column)),
        Sql.Types.MapType map => new Arrow.MapType(Field("key", map.KeyType, false, column), Field("value", map.ValueType, map.ValueContainsNull, column)),
        Sql.Types.StructType @struct => new Arrow.StructType([.. @struct.Fields.Select(field => Field(field.Name, field.DataType, field.IsNullable, column))]),
        Sql.Types.VariantType => Variant(),
        _ => throw new NotSupportedException(
            $"Column '{column}' has the type {type.SimpleString}, whose values Arrow cannot carry; send text or bytes and convert them in the query, as with cast."),
    };

    private static Field Field(string name, DataType type, bool nullable, string? column = null) => new(name, Of(column ?? name, type), nullable);

    // The mark on the metadata tells Spark a variant from a struct of the same names.
    private static Arrow.StructType Variant() => new(
    [
        new Field("value", Arrow.BinaryType.Default, nullable: false),
        new Field("metadata", Arrow.BinaryType.Default, nullable: false, [new("variant", "true")]),
    ]);
}
