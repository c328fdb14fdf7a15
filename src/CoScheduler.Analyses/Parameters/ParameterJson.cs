using System.Collections.Immutable;
using System.Text.Json;

namespace CoScheduler.Analyses;

/// <summary>Values as JSON.</summary>
internal static class ParameterJson
{
    /// <summary>Reads one value, by its parameter's type and rules; null if it has a fault, which is noted.</summary>
    public static ParameterValue? Read(Parameter parameter, JsonElement element, string pointer, ImmutableArray<ErrorItem>.Builder errors)
    {
        if (Text(parameter.Type, element) is not { } text)
        {
            errors.Add(new(pointer, "wrong_type", $"'{parameter.Name}' must be {ParameterText.Describe(parameter.Type)}, not {Describe(element)}."));
            return null;
        }

        if (ParameterText.Parse(parameter.Type, text) is not { } value)
        {
            errors.Add(Misfit(parameter, text, pointer));
            return null;
        }

        var before = errors.Count;
        errors.AddRange(ParameterRules.Check(parameter, value, pointer));
        return errors.Count == before ? value : null;
    }

    /// <summary>Writes values as contract.md section 3 writes rows: 64 bits and decimals as strings.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyDictionary<string, ParameterValue> values)
    {
        json.WriteStartObject();
        foreach (var (name, value) in values)
        {
            json.WritePropertyName(name);
            Write(json, value);
        }

        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, ParameterValue value)
    {
        switch (value.Value)
        {
            case bool b:
                json.WriteBooleanValue(b);
                break;
            case int i:
                json.WriteNumberValue(i);
                break;
            case double d:
                json.WriteRawValue(CanonicalNumber.Format(d));
                break;
            default:
                json.WriteStringValue(ParameterText.Format(value));
                break;
        }
    }

    private static string? Text(ParameterType type, JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number when type is ParameterType.Int or ParameterType.BigInt or ParameterType.Double or ParameterType.Decimal => element.GetRawText(),
        JsonValueKind.True when type is ParameterType.Boolean => "true",
        JsonValueKind.False when type is ParameterType.Boolean => "false",
        _ => null,
    };

    private static ErrorItem Misfit(Parameter parameter, string text, string pointer)
    {
        var shown = text.Length > 40 ? text[..40] + "…" : text;
        if (text is "NaN" or "Infinity" or "-Infinity" or "+Infinity")
        {
            return new(pointer, "not_finite", $"'{parameter.Name}' must be finite, not {text}.");
        }

        var numeric = parameter.Type is ParameterType.Int or ParameterType.BigInt or ParameterType.Double or ParameterType.Decimal;
        return numeric && ParameterText.IsNumber(text) && !(parameter.Type is ParameterType.Int or ParameterType.BigInt && text.Contains('.'))
            ? new(pointer, "out_of_range", $"'{parameter.Name}' must be {ParameterText.Describe(parameter.Type)}; {shown} does not fit.")
            : new(pointer, "wrong_type", $"'{parameter.Name}' must be {ParameterText.Describe(parameter.Type)}, not '{shown}'.");
    }

    private static string Describe(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.Null => "null (leave it out instead)",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        _ => "a number",
    };
}
