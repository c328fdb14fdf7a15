using System.Globalization;
using CoScheduler.Spark.Sql.Types;
using Proto = CoScheduler.Spark.Protocol.DataType;

namespace CoScheduler.Spark.Connect;

/// <summary>Types between the wire and this client.</summary>
internal static class TypeConversion
{
    private static readonly Dictionary<Proto.KindOneofCase, DataType> s_simple = new()
    {
        [Proto.KindOneofCase.Null] = new NullType(),
        [Proto.KindOneofCase.Binary] = new BinaryType(),
        [Proto.KindOneofCase.Boolean] = new BooleanType(),
        [Proto.KindOneofCase.Byte] = new ByteType(),
        [Proto.KindOneofCase.Short] = new ShortType(),
        [Proto.KindOneofCase.Integer] = new IntegerType(),
        [Proto.KindOneofCase.Long] = new LongType(),
        [Proto.KindOneofCase.Float] = new FloatType(),
        [Proto.KindOneofCase.Double] = new DoubleType(),
        [Proto.KindOneofCase.String] = new StringType(),
        [Proto.KindOneofCase.Date] = new DateType(),
        [Proto.KindOneofCase.Timestamp] = new TimestampType(),
        [Proto.KindOneofCase.TimestampNtz] = new TimestampNtzType(),
        [Proto.KindOneofCase.CalendarInterval] = new CalendarIntervalType(),
        [Proto.KindOneofCase.Variant] = new VariantType(),
    };

    public static DataType ToSpark(Proto type) =>
        s_simple.TryGetValue(type.KindCase, out var simple) ? simple : Compound(type) ?? new UnknownType(NameOf(type));

    private static DataType? Compound(Proto type) => type.KindCase switch
    {
        Proto.KindOneofCase.Decimal => new DecimalType(type.Decimal.HasPrecision ? type.Decimal.Precision : 10, type.Decimal.Scale),
        Proto.KindOneofCase.Char => new CharType(type.Char.Length),
        Proto.KindOneofCase.VarChar => new VarcharType(type.VarChar.Length),
        Proto.KindOneofCase.Time => new TimeType(type.Time.HasPrecision ? type.Time.Precision : 6),
        Proto.KindOneofCase.YearMonthInterval => YearMonth(type.YearMonthInterval),
        Proto.KindOneofCase.DayTimeInterval => DayTime(type.DayTimeInterval),
        Proto.KindOneofCase.Array => new ArrayType(ToSpark(type.Array.ElementType), type.Array.ContainsNull),
        Proto.KindOneofCase.Map => new MapType(ToSpark(type.Map.KeyType), ToSpark(type.Map.ValueType), type.Map.ValueContainsNull),
        Proto.KindOneofCase.Struct => new StructType(type.Struct.Fields.Select(Field)),
        _ => null,
    };

    private static StructField Field(Proto.Types.StructField field) =>
        new(field.Name, ToSpark(field.DataType), field.Nullable, field.HasMetadata ? field.Metadata : null);

    // Without fields, Spark means the whole range of units.
    private static YearMonthIntervalType YearMonth(Proto.Types.YearMonthInterval type)
    {
        var start = type.HasStartField ? (YearMonthField)type.StartField : YearMonthField.Year;
        var end = type.HasEndField ? (YearMonthField)type.EndField : type.HasStartField ? start : YearMonthField.Month;
        return new YearMonthIntervalType(start, end);
    }

    private static DayTimeIntervalType DayTime(Proto.Types.DayTimeInterval type)
    {
        var start = type.HasStartField ? (DayTimeField)type.StartField : DayTimeField.Day;
        var end = type.HasEndField ? (DayTimeField)type.EndField : type.HasStartField ? start : DayTimeField.Second;
        return new DayTimeIntervalType(start, end);
    }

    private static string NameOf(Proto type) => type.KindCase switch
    {
        Proto.KindOneofCase.Unparsed => type.Unparsed.DataTypeString,
        Proto.KindOneofCase.Udt => "udt",
        Proto.KindOneofCase.TimestampNtzNanos => Sized("timestamp_ntz", type.TimestampNtzNanos.Precision),
        Proto.KindOneofCase.TimestampLtzNanos => Sized("timestamp_ltz", type.TimestampLtzNanos.Precision),
        Proto.KindOneofCase.Geometry => Sized("geometry", type.Geometry.Srid),
        Proto.KindOneofCase.Geography => Sized("geography", type.Geography.Srid),
        _ => "unknown",
    };

    private static string Sized(string name, int size) => string.Create(CultureInfo.InvariantCulture, $"{name}({size})");
}
