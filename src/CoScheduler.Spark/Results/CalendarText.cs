using System.Globalization;

namespace CoScheduler.Spark.Results;

/// <summary>Days and times as ISO 8601 writes them, over the whole range that Spark can hold, which is larger than that of .NET's types.</summary>
internal static class CalendarText
{
    private const long MicrosecondsADay = 86_400_000_000;
    private const int DaysFromYearOneToEpoch = 719_162;

    // The Gregorian calendar repeats itself.
    private const int CycleDays = 146_097;
    private const int CycleYears = 400;

    public static string Date(long daysFromEpoch)
    {
        var (cycle, day) = FloorDivide(daysFromEpoch + DaysFromYearOneToEpoch, CycleDays);
        var date = DateOnly.FromDayNumber((int)day);
        return string.Create(CultureInfo.InvariantCulture, $"{Year(date.Year + (cycle * CycleYears))}-{date.Month:00}-{date.Day:00}");
    }

    /// <summary>A date with a time, to the last digit of the fraction that is not zero.</summary>
    public static string DateTime(long microsecondsFromEpoch, string zone)
    {
        var (day, rest) = FloorDivide(microsecondsFromEpoch, MicrosecondsADay);
        return $"{Date(day)}T{TimeOfDay(rest)}{zone}";
    }

    public static string TimeOfDay(long microseconds)
    {
        var (seconds, fraction) = Math.DivRem(microseconds, 1_000_000);
        return string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:00}:{seconds / 60 % 60:00}:{seconds % 60:00}{Fraction(fraction)}");
    }

    public static string Fraction(long microseconds) =>
        microseconds == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $".{microseconds:000000}").TrimEnd('0');

    // ISO 8601 wants a sign before years of more than four digits.
    private static string Year(long year) => year switch
    {
        > 9999 => string.Create(CultureInfo.InvariantCulture, $"+{year}"),
        < 0 => string.Create(CultureInfo.InvariantCulture, $"-{-year:0000}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{year:0000}"),
    };

    private static (long Quotient, long Remainder) FloorDivide(long value, long divisor)
    {
        var (quotient, remainder) = Math.DivRem(value, divisor);
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder);
    }
}
