using System.Collections.Immutable;
using System.Text.Json;

namespace CoScheduler.Analyses;

/// <summary>A reason to wait as JSON: <c>{reason, message, numbers}</c>.</summary>
public static class WaitReasonJson
{
    /// <summary>Writes a reason.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="reason">The reason.</param>
    public static void Write(Utf8JsonWriter json, WaitReason reason)
    {
        json.WriteStartObject();
        json.WriteString("reason", reason.Code);
        json.WriteString("message", reason.Message);
        json.WriteStartObject("numbers");
        foreach (var (name, number) in reason.Numbers)
        {
            json.WriteNumber(name, number);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="json">The object.</param>
    /// <returns>The reason.</returns>
    public static WaitReason Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return new(
            root.GetProperty("reason").GetString()!,
            root.GetProperty("message").GetString()!,
            root.GetProperty("numbers").EnumerateObject().ToImmutableSortedDictionary(p => p.Name, p => p.Value.GetInt64(), StringComparer.Ordinal));
    }

    internal static bool Same(WaitReason? a, WaitReason b) =>
        a is not null && a.Code == b.Code && a.Message == b.Message && a.Numbers.SequenceEqual(b.Numbers);
}
