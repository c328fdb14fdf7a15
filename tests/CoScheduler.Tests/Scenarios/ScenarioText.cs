using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CoScheduler.Pool;

namespace CoScheduler.Tests.Scenarios;

/// <summary>Writes what came of a command, a line each: a refusal, decisions, and effects behind an arrow.</summary>
internal static class ScenarioText
{
    private static readonly JsonSerializerOptions Json = new(PoolJson.Options)
    {
        TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver(),
        Converters = { new JsonStringEnumConverter() },
    };

    public static string Of(StepResult result)
    {
        var text = new StringBuilder();
        if (result.Refusal is { } refusal)
        {
            text.Append("refused ").Append(refusal.Code).Append(": ").AppendLine(refusal.Message);
        }

        foreach (var decision in result.Decisions)
        {
            text.AppendLine(Line(decision));
        }

        foreach (var effect in result.Effects)
        {
            text.Append("-> ").AppendLine(Line(effect));
        }

        return text.ToString();
    }

    public static string ToJson(object value) => JsonSerializer.Serialize(value, value.GetType(), Json);

    private static string Line(object value)
    {
        var line = new StringBuilder(value.GetType().Name);
        foreach (var (name, node) in JsonSerializer.SerializeToNode(value, value.GetType(), Json)!.AsObject())
        {
            if (node is not null)
            {
                line.Append(' ').Append(name).Append('=').Append(Value(node));
            }
        }

        return line.ToString();
    }

    private static string Value(JsonNode node) => node switch
    {
        JsonObject record when record["code"] is { } code => $"{code}: {record["message"]}" + (record["until"] is { } until ? $" until={until}" : ""),
        JsonObject record => "{" + string.Join(' ', record.Where(pair => pair.Value is not null).Select(pair => $"{pair.Key}={Value(pair.Value!)}")) + "}",
        JsonArray list => "[" + string.Join(' ', list.Select(item => Value(item!))) + "]",
        _ => node.ToString(),
    };
}
