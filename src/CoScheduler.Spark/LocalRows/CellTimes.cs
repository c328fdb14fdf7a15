using Apache.Arrow.Scalars;
using CoScheduler.Spark.Sql;

namespace CoScheduler.Spark.LocalRows;

/// <summary>.NET's days, times and intervals as Spark's. Spark has microseconds: what is finer is cut towards the past, as Spark's own conversions cut it.</summary>
internal static class CellTimes
{
    private static readonly int s_epochDay = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    public static int Date(object value, CellPlace place) => value is DateOnly day ? day.DayNumber - s_epochDay : throw place.Refuse(value, "give a DateOnly");

    public static long Timestamp(object value, CellPlace place) => value switch
    {
        DateTimeOffset moment => Microseconds(moment.UtcTicks - DateTime.UnixEpoch.Ticks),
        DateTime { Kind: not DateTimeKind.Unspecified } moment => Microseconds(moment.ToUniversalTime().Ticks - DateTime.UnixEpoch.Ticks),
        _ => throw place.Refuse(value, "give a DateTimeOffset, or a DateTime in UTC or local time"),
    };

    public static long TimestampNtz(object value, CellPlace place) => value is DateTime { Kind: DateTimeKind.Unspecified } moment
        ? Microseconds(moment.Ticks - DateTime.UnixEpoch.Ticks)
        : throw place.Refuse(value, "give a DateTime without a zone (DateTimeKind.Unspecified); a moment, a DateTimeOffset, belongs into a timestamp");

    public static long Time(object value, CellPlace place) =>
        value is TimeOnly time ? time.Ticks * TimeSpan.NanosecondsPerTick : throw place.Refuse(value, "give a TimeOnly");

    public static long DayTime(object value, CellPlace place) => value is TimeSpan span ? Microseconds(span.Ticks) : throw place.Refuse(value, "give a TimeSpan");

    public static int YearMonth(object value, CellPlace place) =>
        value is Sql.YearMonthInterval interval ? interval.Months : throw place.Refuse(value, "give a YearMonthInterval");

    public static MonthDayNanosecondInterval Calendar(object value, CellPlace place)
    {
        if (value is not CalendarInterval interval)
        {
            throw place.Refuse(value, "give a CalendarInterval");
        }

        try
        {
            return new MonthDayNanosecondInterval(interval.Months, interval.Days, checked(interval.Microseconds * TimeSpan.NanosecondsPerTick * TimeSpan.TicksPerMicrosecond));
        }
        catch (OverflowException error)
        {
            throw place.Refuse(value, "Arrow carries it in nanoseconds, of which it has too many", error);
        }
    }

    private static long Microseconds(long ticks) => (ticks - (((ticks % TimeSpan.TicksPerMicrosecond) + TimeSpan.TicksPerMicrosecond) % TimeSpan.TicksPerMicrosecond)) / TimeSpan.TicksPerMicrosecond;
}
