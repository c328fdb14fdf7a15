using System.Globalization;
using System.Text;
using CoScheduler.Spark.Sql.Types;

namespace CoScheduler.Spark.Results;

/// <summary>Intervals as Spark casts them to text.</summary>
internal static class IntervalText
{
    private const long Second = 1_000_000;
    private const long Minute = 60 * Second;
    private const long Hour = 60 * Minute;
    private const long Day = 24 * Hour;

    public static string YearMonth(int months, YearMonthIntervalType type)
    {
        var sign = months < 0 ? "-" : "";
        var all = Math.Abs((long)months);
        var text = (type.StartField, type.EndField) switch
        {
            (YearMonthField.Year, YearMonthField.Year) => Invariant($"{all / 12}"),
            (YearMonthField.Month, _) => Invariant($"{all}"),
            _ => Invariant($"{all / 12}-{all % 12}"),
        };
        return $"INTERVAL '{sign}{text}' {Range(type.SimpleString)}";
    }

    public static string DayTime(long microseconds, DayTimeIntervalType type)
    {
        var sign = microseconds < 0 ? "-" : "";
        var rest = microseconds < 0 ? (ulong)-(Int128)microseconds : (ulong)microseconds;
        var text = new StringBuilder();
        // Days are written without a leading zero, the other units with two digits.
        for (var field = type.StartField; field <= type.EndField; field++)
        {
            var unit = (ulong)Unit(field);
            text.Append(field == type.StartField ? "" : field == DayTimeField.Hour ? " " : ":");
            text.Append((rest / unit).ToString(field == DayTimeField.Day ? "0" : "00", CultureInfo.InvariantCulture));
            rest %= unit;
        }

        var fraction = type.EndField == DayTimeField.Second ? CalendarText.Fraction((long)rest) : "";
        return $"INTERVAL '{sign}{text}{fraction}' {Range(type.SimpleString)}";
    }

    public static string Calendar(int months, int days, long microseconds)
    {
        var parts = new List<string>();
        Add(parts, months / 12, "years");
        Add(parts, months % 12, "months");
        Add(parts, days, "days");
        Add(parts, microseconds / Hour, "hours");
        Add(parts, microseconds % Hour / Minute, "minutes");
        var seconds = microseconds % Minute;
        if (seconds != 0)
        {
            var sign = seconds < 0 ? "-" : "";
            parts.Add(Invariant($"{sign}{Math.Abs(seconds) / Second}{CalendarText.Fraction(Math.Abs(seconds) % Second)} seconds"));
        }

        return parts.Count == 0 ? "0 seconds" : string.Join(' ', parts);
    }

    private static void Add(List<string> parts, long amount, string unit)
    {
        if (amount != 0)
        {
            parts.Add(Invariant($"{amount} {unit}"));
        }
    }

    private static long Unit(DayTimeField field) => field switch
    {
        DayTimeField.Day => Day,
        DayTimeField.Hour => Hour,
        DayTimeField.Minute => Minute,
        _ => Second,
    };

    private static string Range(string simpleString) => simpleString["interval ".Length..].ToUpperInvariant();

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
