using System.Collections;
using System.Globalization;

namespace CoScheduler.Spark.Sql;

/// <summary>Values as text for people: days and times by ISO 8601, lists and maps with all that is in them.</summary>
internal static class RowText
{
    public static string Of(IEnumerable<object?> values) => $"[{string.Join(',', values.Select(Of))}]";

    private static string Of(object? value) => value switch
    {
        null => "null",
        string text => text,
        byte[] bytes => $"0x{Convert.ToHexString(bytes)}",
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset moment => moment.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFK", CultureInfo.InvariantCulture),
        DateTime moment => moment.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        IDictionary map => $"{{{string.Join(", ", map.Keys.Cast<object>().Select(key => $"{Of(key)} -> {Of(map[key])}"))}}}",
        IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(Of))}]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
