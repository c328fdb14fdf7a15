using System.Text.Json.Nodes;

namespace CoScheduler.Analyses;

/// <summary>The parameters of an analysis as JSON Schema (2020-12), for <c>GET /v1/analyses</c>.</summary>
public static class ParameterSchema
{
    /// <summary>The schema of an analysis' parameters.</summary>
    /// <param name="analysis">The analysis.</param>
    /// <returns>A new node that the caller may put where it likes.</returns>
    public static JsonObject Of(Analysis analysis)
    {
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["properties"] = new JsonObject(analysis.Parameters.Select(p => KeyValuePair.Create(p.Name, (JsonNode?)Of(p)))),
        };
        var required = analysis.Parameters.Where(p => p.Default is null).Select(p => (JsonNode?)p.Name).ToArray();
        if (required.Length > 0)
        {
            schema["required"] = new JsonArray(required);
        }

        return schema;
    }

    private static JsonObject Of(Parameter parameter)
    {
        var schema = parameter.Type switch
        {
            ParameterType.Boolean => new JsonObject { ["type"] = "boolean" },
            ParameterType.Int => Number("integer", int.MinValue, int.MaxValue),
            ParameterType.BigInt => Number("integer", long.MinValue, long.MaxValue),
            ParameterType.Double or ParameterType.Decimal => Number("number", null, null),
            ParameterType.Date => new JsonObject { ["type"] = "string", ["format"] = "date" },
            ParameterType.Timestamp => new JsonObject { ["type"] = "string", ["format"] = "date-time" },
            _ => new JsonObject { ["type"] = "string" },
        };
        schema["x-type"] = parameter.Type.ToString().ToLowerInvariant();
        Add(schema, "minimum", parameter.Min);
        Add(schema, "maximum", parameter.Max);
        Add(schema, "default", parameter.Default);
        if (parameter.MaxLength is { } length)
        {
            schema["maxLength"] = length;
        }

        if (!parameter.Values.IsEmpty)
        {
            schema["enum"] = new JsonArray([.. parameter.Values.Select(v => (JsonNode?)Plain(v))]);
        }

        if (parameter.Summary is { } summary)
        {
            schema["description"] = summary;
        }

        return schema;
    }

    // A number or a string of it is taken, whatever a client finds easier.
    private static JsonObject Number(string type, long? min, long? max)
    {
        var schema = new JsonObject { ["type"] = new JsonArray(type, "string") };
        if (min is not null)
        {
            schema["minimum"] = min;
            schema["maximum"] = max;
        }

        return schema;
    }

    private static void Add(JsonObject schema, string key, ParameterValue? value)
    {
        if (value is not null)
        {
            schema[key] = Plain(value);
        }
    }

    private static JsonNode Plain(ParameterValue value) => value.Value switch
    {
        bool b => JsonValue.Create(b),
        int i => JsonValue.Create(i),
        long l => JsonValue.Create(l),
        double d => JsonValue.Create(d),
        decimal m => JsonValue.Create(m),
        _ => JsonValue.Create(ParameterText.Format(value)),
    };
}
