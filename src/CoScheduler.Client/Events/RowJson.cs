using System.Text.Json;
using System.Text.Json.Serialization;

namespace CoScheduler.Client;

/// <summary>Parameters and rows as JSON.</summary>
internal static class RowJson
{
    /// <summary>Names in camel case; numbers may come as text, for <c>bigint</c>, <c>decimal</c>, NaN and infinities do.</summary>
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Parameters as an object of JSON.</summary>
    /// <param name="parameters">Any object, a dictionary, JSON, or null for none.</param>
    /// <returns>The object.</returns>
    public static JsonElement Parameters(object? parameters)
    {
        var json = JsonSerializer.SerializeToElement(parameters ?? new object(), Options);
        return json.ValueKind == JsonValueKind.Object ? json : throw new ArgumentException("Parameters are named: give an object or a dictionary.", nameof(parameters));
    }
}
