using System.Collections;
using CoScheduler.Spark.Sql;

namespace CoScheduler.IntegrationTests.Spark.Functions;

/// <summary>Values of rows as text, so that equal values have equal texts, however deep.</summary>
internal static class Values
{
    public static string Text(object? value) => value switch
    {
        null => "null",
        byte[] bytes => Convert.ToHexString(bytes),
        string text => $"'{text}'",
        double number => $"{number:R}d",
        Row row => $"{{{string.Join(", ", row.Values.Select(Text))}}}",
        VariantValue variant => $"{Convert.ToHexString(variant.Value.Span)}:{Convert.ToHexString(variant.Metadata.Span)}",
        IDictionary map => $"({string.Join(", ", map.Keys.Cast<object>().Select(key => $"{Text(key)}: {Text(map[key])}").Order(StringComparer.Ordinal))})",
        IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(Text))}]",
        _ => $"{value}",
    };

    public static string Text(IReadOnlyList<Row> rows) => string.Join('\n', rows.Select(row => Text((object)row)));
}
