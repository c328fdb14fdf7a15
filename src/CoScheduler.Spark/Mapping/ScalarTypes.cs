using System.Data.SqlTypes;
using System.Numerics;
using CoScheduler.Spark.Sql;
using CoScheduler.Spark.Sql.Types;

namespace CoScheduler.Spark.Mapping;

/// <summary>Which of Spark's types .NET's types without parts have.</summary>
internal static class ScalarTypes
{
    // What Spark takes for decimals of unknown size (DecimalType.SYSTEM_DEFAULT).
    private static readonly DecimalType s_decimal = new(38, 18);

    private static readonly Dictionary<Type, DataType> s_types = new()
    {
        [typeof(bool)] = new BooleanType(),
        [typeof(sbyte)] = new ByteType(),
        [typeof(byte)] = new ShortType(),
        [typeof(short)] = new ShortType(),
        [typeof(ushort)] = new IntegerType(),
        [typeof(int)] = new IntegerType(),
        [typeof(uint)] = new LongType(),
        [typeof(long)] = new LongType(),
        [typeof(ulong)] = new DecimalType(20),
        [typeof(Int128)] = new DecimalType(38),
        [typeof(BigInteger)] = new DecimalType(38),
        [typeof(decimal)] = s_decimal,
        [typeof(SqlDecimal)] = s_decimal,
        [typeof(float)] = new FloatType(),
        [typeof(double)] = new DoubleType(),
        [typeof(char)] = new StringType(),
        [typeof(string)] = new StringType(),
        [typeof(byte[])] = new BinaryType(),
        [typeof(ReadOnlyMemory<byte>)] = new BinaryType(),
        [typeof(DateOnly)] = new DateType(),
        [typeof(DateTime)] = new TimestampNtzType(),
        [typeof(DateTimeOffset)] = new TimestampType(),
        [typeof(TimeOnly)] = new TimeType(),
        [typeof(TimeSpan)] = new DayTimeIntervalType(),
        [typeof(YearMonthInterval)] = new YearMonthIntervalType(),
        [typeof(CalendarInterval)] = new CalendarIntervalType(),
        [typeof(VariantValue)] = new VariantType(),
    };

    /// <summary>Spark's type; null for a type with parts, or one that Spark has nothing for.</summary>
    public static DataType? Of(Type type) => type.IsEnum ? s_types[typeof(string)] : s_types.GetValueOrDefault(type);
}
