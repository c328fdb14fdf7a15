using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CoScheduler.Cli.Output;

/// <summary>JSON as block YAML; scalars that YAML could misread are quoted as JSON quotes them, which YAML 1.2 reads.</summary>
internal static class YamlText
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(JsonNode? node)
    {
        var text = new StringBuilder();
        Write(text, node, 0);
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonNode? node, int indent)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } map:
                foreach (var (key, value) in map)
                {
                    text.Append(' ', indent).Append(Scalar(JsonValue.Create(key))).Append(':');
                    WriteBelow(text, value, indent);
                }

                break;
            case JsonArray { Count: > 0 } list:
                foreach (var item in list)
                {
                    text.Append(' ', indent).Append('-');
                    WriteBelow(text, item, indent);
                }

                break;
            default:
                text.Append(' ', indent).Append(Scalar(node)).Append('\n');
                break;
        }
    }

    private static void WriteBelow(StringBuilder text, JsonNode? node, int indent)
    {
        if (node is JsonObject { Count: > 0 } or JsonArray { Count: > 0 })
        {
            text.Append('\n');
            Write(text, node, indent + 2);
        }
        else
        {
            text.Append(' ').Append(Scalar(node)).Append('\n');
        }
    }

    private static string Scalar(JsonNode? node) => node switch
    {
        null => "null",
        JsonObject => "{}",
        JsonArray => "[]",
        JsonValue value when value.GetValueKind() == JsonValueKind.String && IsPlain(value.GetValue<string>()) => value.GetValue<string>(),
        _ => node.ToJsonString(Relaxed),
    };

    private static bool IsPlain(string text) =>
        text.Length > 0
        && char.IsAsciiLetter(text[0])
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '/' or '.')
        && text is not ("true" or "false" or "null" or "yes" or "no" or "on" or "off" or "y" or "n");
}
