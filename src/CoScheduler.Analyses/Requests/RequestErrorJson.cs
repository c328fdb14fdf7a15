using System.Text.Json;

namespace CoScheduler.Analyses;

/// <summary>The error object of contract.md section 3.</summary>
public static class RequestErrorJson
{
    /// <summary>Writes the object.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="error">The error.</param>
    public static void Write(Utf8JsonWriter json, RequestError error)
    {
        json.WriteStartObject();
        WriteMembers(json, error);
        json.WriteEndObject();
    }

    /// <summary>Writes the object's members into one that is open, such as a problem of RFC 9457.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="error">The error.</param>
    public static void WriteMembers(Utf8JsonWriter json, RequestError error)
    {
        json.WriteString("code", error.Code);
        json.WriteString("detail", error.Detail);
        json.WriteBoolean("retryable", error.Retryable);
        if (error.RetryAfter is { } after)
        {
            json.WriteString("retryAfter", DurationText.Format(after));
        }

        if (error.Errors.IsDefaultOrEmpty)
        {
            return;
        }

        json.WriteStartArray("errors");
        foreach (var item in error.Errors)
        {
            json.WriteStartObject();
            json.WriteString("pointer", item.Pointer);
            json.WriteString("code", item.Code);
            json.WriteString("detail", item.Detail);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="json">The object.</param>
    /// <returns>The error.</returns>
    public static RequestError Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return new(root.GetProperty("code").GetString()!, root.GetProperty("detail").GetString()!)
        {
            Retryable = root.GetProperty("retryable").GetBoolean(),
            RetryAfter = root.TryGetProperty("retryAfter", out var after) && DurationText.TryParse(after.GetString()!, out var value) ? value : null,
            Errors = root.TryGetProperty("errors", out var errors) ? [.. errors.EnumerateArray().Select(ReadItem)] : [],
        };
    }

    private static ErrorItem ReadItem(JsonElement item) =>
        new(item.GetProperty("pointer").GetString()!, item.GetProperty("code").GetString()!, item.GetProperty("detail").GetString()!);
}
