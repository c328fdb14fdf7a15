using Apache.Arrow;
using Apache.Arrow.Scalars;
using Apache.Arrow.Types;
using CoScheduler.Spark.Sql.Types;
using Arrow = Apache.Arrow.Types;
using DataType = CoScheduler.Spark.Sql.Types.DataType;

namespace CoScheduler.Spark.LocalRows;

/// <summary>Which column takes the values of a type.</summary>
internal static class CellColumns
{
    public static CellColumn Of(CellPlace place)
    {
        var type = ArrowForm.Of(place.Path, place.Type);
        return place.Type switch
        {
            Sql.Types.NullType => new NullColumn(place),
            Sql.Types.BooleanType => new BooleanColumn(place),
            ByteType => new FixedColumn<sbyte>(place, type, CellNumbers.Whole<sbyte>),
            ShortType => new FixedColumn<short>(place, type, CellNumbers.Whole<short>),
            Sql.Types.IntegerType => new FixedColumn<int>(place, type, CellNumbers.Whole<int>),
            LongType => new FixedColumn<long>(place, type, CellNumbers.Whole<long>),
            Sql.Types.FloatType => new FixedColumn<float>(place, type, CellNumbers.Float),
            Sql.Types.DoubleType => new FixedColumn<double>(place, type, CellNumbers.Double),
            DecimalType => new FixedColumn<Int128>(place, type, CellDecimals.Unscaled),
            Sql.Types.StringType or CharType or VarcharType => new BytesColumn(place, type, BytesColumn.Utf8),
            Sql.Types.BinaryType => new BytesColumn(place, type, BytesColumn.Binary),
            _ => Time(place, type) ?? Nested(place, type),
        };
    }

    public static ArrayData Build(CellColumn column) => column is NullColumn nulls ? nulls.BuildNulls() : column.Build();

    private static CellColumn? Time(CellPlace place, IArrowType type) => place.Type switch
    {
        Sql.Types.DateType => new FixedColumn<int>(place, type, CellTimes.Date),
        Sql.Types.TimestampType => new FixedColumn<long>(place, type, CellTimes.Timestamp),
        TimestampNtzType => new FixedColumn<long>(place, type, CellTimes.TimestampNtz),
        Sql.Types.TimeType => new FixedColumn<long>(place, type, CellTimes.Time),
        DayTimeIntervalType => new FixedColumn<long>(place, type, CellTimes.DayTime),
        YearMonthIntervalType => new FixedColumn<int>(place, type, CellTimes.YearMonth),
        CalendarIntervalType => new FixedColumn<MonthDayNanosecondInterval>(place, type, CellTimes.Calendar),
        _ => null,
    };

    private static CellColumn Nested(CellPlace place, IArrowType type) => place.Type switch
    {
        ArrayType array => new ListColumn(place, type, Part(place, "element", array.ElementType, array.ContainsNull)),
        Sql.Types.MapType map => new MapColumn(
            place, (Arrow.MapType)type, Part(place, "key", map.KeyType, false), Part(place, "value", map.ValueType, map.ValueContainsNull)),
        Sql.Types.StructType @struct => new StructColumn(
            place, type, @struct, [.. @struct.Fields.Select(field => Part(place, field.Name, field.DataType, field.IsNullable))]),
        _ => new VariantColumn(place, type, Bytes(place, "value"), Bytes(place, "metadata")),
    };

    private static CellColumn Bytes(CellPlace place, string name) => Part(place, name, new Sql.Types.BinaryType(), false);

    private static CellColumn Part(CellPlace place, string name, DataType type, bool isNullable) => Of(place.Part(name, type, isNullable));
}
