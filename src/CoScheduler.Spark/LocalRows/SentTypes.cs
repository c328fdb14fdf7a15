using System.Collections.Immutable;
using CoScheduler.Spark.Sql.Types;

namespace CoScheduler.Spark.LocalRows;

/// <summary>
/// The types that local rows are sent with. Arrow has neither the units of intervals nor the digits of times, and Spark does not take the ones for the others
/// on its own (its error INVALID_COLUMN_OR_FIELD_DATA_TYPE): such columns are sent in the widest form and cast there.
/// </summary>
internal static class SentTypes
{
    /// <summary>The columns as they are sent, by numbers, as names may repeat; null if they can be sent as they are.</summary>
    public static StructType? Of(StructType columns)
    {
        var sent = new StructType(columns.Fields.Select((field, index) => field with { Name = $"c{index}", DataType = Widest(field.DataType), Metadata = null }));
        return sent.Fields.Select(field => field.DataType).SequenceEqual(columns.Fields.Select(field => field.DataType)) ? null : sent;
    }

    private static DataType Widest(DataType type) => type switch
    {
        YearMonthIntervalType => new YearMonthIntervalType(),
        DayTimeIntervalType => new DayTimeIntervalType(),
        TimeType => new TimeType(),
        ArrayType array => array with { ElementType = Widest(array.ElementType) },
        MapType map => map with { KeyType = Widest(map.KeyType), ValueType = Widest(map.ValueType) },
        StructType @struct => new StructType(@struct.Fields.Select(field => field with { DataType = Widest(field.DataType) }).ToImmutableArray()),
        _ => type,
    };
}
