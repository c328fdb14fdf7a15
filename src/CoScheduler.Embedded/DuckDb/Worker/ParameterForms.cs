using System.Globalization;
using CoScheduler.Analyses;

namespace CoScheduler.Embedded.DuckDb;

/// <summary>The forms of a parameter's value in DuckDB.</summary>
internal static class ParameterForms
{
    /// <summary>The value as text that needs no quotes, with nothing in it but what a number of .NET writes; null if it has no such text.</summary>
    public static string? Literal(WireParameter parameter) => parameter.Type switch
    {
        ParameterType.Boolean => bool.Parse(parameter.Value) ? "true" : "false",
        ParameterType.Int or ParameterType.BigInt => long.Parse(parameter.Value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture),
        ParameterType.Double => Exactly(double.Parse(parameter.Value, CultureInfo.InvariantCulture)),
        _ => null,
    };

    /// <summary>An expression of the parameter's type. A decimal keeps the precision and scale of its value, as Spark's literals do.</summary>
    /// <param name="expression">The value.</param>
    /// <param name="type">The type.</param>
    /// <returns>The expression, with the type.</returns>
    public static string Typed(string expression, ParameterType type) => type switch
    {
        ParameterType.Boolean => $"CAST({expression} AS BOOLEAN)",
        ParameterType.Int => $"CAST({expression} AS INTEGER)",
        ParameterType.BigInt => $"CAST({expression} AS BIGINT)",
        ParameterType.Double => $"CAST({expression} AS DOUBLE)",
        ParameterType.Decimal => expression,
        ParameterType.String => $"CAST({expression} AS VARCHAR)",
        ParameterType.Date => $"CAST({expression} AS DATE)",
        ParameterType.Timestamp => $"CAST({expression} AS TIMESTAMPTZ)",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    /// <summary>The value as it is bound.</summary>
    public static object Value(WireParameter parameter) => parameter.Type switch
    {
        ParameterType.Boolean => bool.Parse(parameter.Value),
        ParameterType.Int => int.Parse(parameter.Value, CultureInfo.InvariantCulture),
        ParameterType.BigInt => long.Parse(parameter.Value, CultureInfo.InvariantCulture),
        ParameterType.Double => double.Parse(parameter.Value, CultureInfo.InvariantCulture),
        ParameterType.Decimal => decimal.Parse(parameter.Value, CultureInfo.InvariantCulture),
        ParameterType.String => parameter.Value,
        ParameterType.Date => DateOnly.ParseExact(parameter.Value, "O", CultureInfo.InvariantCulture),
        ParameterType.Timestamp => DateTimeOffset.ParseExact(parameter.Value, "O", CultureInfo.InvariantCulture),
        _ => throw new ArgumentOutOfRangeException(nameof(parameter), parameter.Type, null),
    };

    // With an exponent: without one DuckDB reads a decimal, which a cast need not turn into the same double.
    private static string? Exactly(double value) => double.IsFinite(value) ? value.ToString("E16", CultureInfo.InvariantCulture) : null;
}
