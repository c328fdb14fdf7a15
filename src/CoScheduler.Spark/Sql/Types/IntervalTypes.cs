namespace CoScheduler.Spark.Sql.Types;

/// <summary>The units of year-month intervals, with Spark's numbers.</summary>
public enum YearMonthField
{
    /// <summary>Years.</summary>
    Year = 0,

    /// <summary>Months.</summary>
    Month = 1,
}

/// <summary>The units of day-time intervals, with Spark's numbers.</summary>
public enum DayTimeField
{
    /// <summary>Days.</summary>
    Day = 0,

    /// <summary>Hours.</summary>
    Hour = 1,

    /// <summary>Minutes.</summary>
    Minute = 2,

    /// <summary>Seconds with their fraction.</summary>
    Second = 3,
}

/// <summary>Intervals of whole months.</summary>
/// <param name="StartField">The largest unit that is shown.</param>
/// <param name="EndField">The smallest unit.</param>
public sealed record YearMonthIntervalType(YearMonthField StartField = YearMonthField.Year, YearMonthField EndField = YearMonthField.Month) : DataType
{
    /// <inheritdoc />
    public override string SimpleString => "interval " + IntervalFields.Range(StartField, EndField);
}

/// <summary>Intervals of microseconds.</summary>
/// <param name="StartField">The largest unit that is shown.</param>
/// <param name="EndField">The smallest unit.</param>
public sealed record DayTimeIntervalType(DayTimeField StartField = DayTimeField.Day, DayTimeField EndField = DayTimeField.Second) : DataType
{
    /// <inheritdoc />
    public override string SimpleString => "interval " + IntervalFields.Range(StartField, EndField);
}

internal static class IntervalFields
{
    public static string Range<T>(T start, T end)
        where T : struct, Enum
    {
        var from = start.ToString().ToLowerInvariant();
        return EqualityComparer<T>.Default.Equals(start, end) ? from : $"{from} to {end.ToString().ToLowerInvariant()}";
    }
}
