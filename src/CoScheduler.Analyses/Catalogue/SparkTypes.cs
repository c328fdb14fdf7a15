using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace CoScheduler.Analyses;

/// <summary>Columns as Spark's DDL writes them: <c>coupon bigint, remaining int</c>.</summary>
internal static partial class SparkTypes
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["boolean"] = "boolean",
        ["tinyint"] = "tinyint",
        ["byte"] = "tinyint",
        ["smallint"] = "smallint",
        ["short"] = "smallint",
        ["int"] = "int",
        ["integer"] = "int",
        ["bigint"] = "bigint",
        ["long"] = "bigint",
        ["float"] = "float",
        ["real"] = "float",
        ["double"] = "double",
        ["string"] = "string",
        ["binary"] = "binary",
        ["date"] = "date",
        ["timestamp"] = "timestamp",
        ["timestamp_ntz"] = "timestamp_ntz",
        ["decimal"] = "decimal(10,0)",
    };

    /// <summary>Reads columns; what can't be read is told by <paramref name="fault"/>.</summary>
    public static ImmutableArray<Column> ReadColumns(string ddl, Action<string, string> fault)
    {
        var columns = ImmutableArray.CreateBuilder<Column>();
        foreach (var part in Comma().Split(ddl))
        {
            var match = OneColumn().Match(part);
            var type = match.Success ? ReadType(match.Groups["type"].Value) : null;
            if (!match.Success)
            {
                fault("wrong_type", $"'{part.Trim()}' is no column; write a name and a type, as in 'coupon bigint, remaining int'.");
            }
            else if (columns.Any(c => c.Name.Equals(match.Groups["name"].Value, StringComparison.OrdinalIgnoreCase)))
            {
                fault("duplicate_column", $"Column '{match.Groups["name"].Value}' is there twice; rename one.");
            }
            else
            {
                if (type is null)
                {
                    fault("unknown_value", $"'{match.Groups["type"].Value}' is no type; {Suggestion.Sentence(match.Groups["type"].Value, Names.Keys)}");
                }

                columns.Add(new(match.Groups["name"].Value, type ?? "string", !match.Groups["notnull"].Success));
            }
        }

        return columns.ToImmutable();
    }

    private static string? ReadType(string text)
    {
        if (Names.TryGetValue(text, out var name))
        {
            return name;
        }

        var match = DecimalType().Match(text);
        if (!match.Success)
        {
            return null;
        }

        var precision = int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
        var scale = match.Groups[2].Success ? int.Parse(match.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture) : 0;
        return precision is >= 1 and <= 38 && scale <= precision ? $"decimal({precision},{scale})" : null;
    }

    [GeneratedRegex(@",(?![^(]*\))")]
    private static partial Regex Comma();

    [GeneratedRegex(@"^\s*`?(?<name>[A-Za-z_]\w*)`?\s+(?<type>\w+(\s*\([\d\s,]+\))?)(?<notnull>\s+not\s+null)?\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex OneColumn();

    [GeneratedRegex(@"^decimal\s*\(\s*(\d{1,2})\s*(?:,\s*(\d{1,2})\s*)?\)$", RegexOptions.IgnoreCase)]
    private static partial Regex DecimalType();
}
