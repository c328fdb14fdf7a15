using System.Buffers;
using System.Text;
using System.Text.Json;

namespace CoScheduler.Analyses;

/// <summary>JSON in the one form of RFC 8785 (JSON Canonicalization Scheme).</summary>
public static class CanonicalJson
{
    private static readonly SearchValues<char> Escaped =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(c => (char)c), '"', '\\']);

    /// <summary>Writes a JSON text in its canonical form.</summary>
    /// <param name="json">The text in UTF-8.</param>
    /// <returns>The canonical form.</returns>
    /// <exception cref="JsonException">It is no JSON, or holds what RFC 8785 forbids: a key twice, half a surrogate pair, a number too large.</exception>
    public static string Canonicalise(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var text = new StringBuilder();
        try
        {
            Write(text, document.RootElement);
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("A text is no valid Unicode.", e);
        }

        return text.ToString();
    }

    internal static void WriteString(StringBuilder text, string value)
    {
        text.Append('"');
        var rest = value.AsSpan();
        for (var at = rest.IndexOfAny(Escaped); at >= 0; at = rest.IndexOfAny(Escaped))
        {
            text.Append(rest[..at]);
            _ = rest[at] switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\b' => text.Append("\\b"),
                '\t' => text.Append("\\t"),
                '\n' => text.Append("\\n"),
                '\f' => text.Append("\\f"),
                '\r' => text.Append("\\r"),
                var c => text.Append("\\u").Append(((int)c).ToString("x4", System.Globalization.CultureInfo.InvariantCulture)),
            };
            rest = rest[(at + 1)..];
        }

        text.Append(rest).Append('"');
    }

    private static void Write(StringBuilder text, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(text, element);
                break;
            case JsonValueKind.Array:
                var separator = '[';
                foreach (var item in element.EnumerateArray())
                {
                    text.Append(separator);
                    Write(text, item);
                    separator = ',';
                }

                text.Append(separator == '[' ? "[]" : "]");
                break;
            case JsonValueKind.String:
                WriteString(text, element.GetString()!);
                break;
            case JsonValueKind.Number:
                text.Append(CanonicalNumber.Format(element));
                break;
            default:
                text.Append(element.GetRawText());
                break;
        }
    }

    private static void WriteObject(StringBuilder text, JsonElement element)
    {
        var properties = element.EnumerateObject().Select(p => (p.Name, p.Value)).ToArray();
        // Ordinal comparison is by UTF-16 code units, as RFC 8785 section 3.2.3 asks.
        Array.Sort(properties, (a, b) => string.CompareOrdinal(a.Name, b.Name));
        text.Append('{');
        for (var i = 0; i < properties.Length; i++)
        {
            if (i > 0 && properties[i].Name == properties[i - 1].Name)
            {
                throw new JsonException($"The key '{properties[i].Name}' is there twice.");
            }

            WriteString(i > 0 ? text.Append(',') : text, properties[i].Name);
            Write(text.Append(':'), properties[i].Value);
        }

        text.Append('}');
    }
}
