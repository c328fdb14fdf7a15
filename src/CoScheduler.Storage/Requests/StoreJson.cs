using System.Collections.Immutable;
using System.Text.Json;
using CoScheduler.Analyses;

namespace CoScheduler.Storage.Requests;

/// <summary>The parts of requests and events that are kept as JSON.</summary>
internal static class StoreJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Options) ?? throw new JsonException($"A {typeof(T).Name} is null.");

    public static string? WriteOrNull<T>(T? value)
        where T : class => value is null ? null : Write(value);

    public static T? ReadOrNull<T>(string? json)
        where T : class => json is null ? null : Read<T>(json);

    public static string WriteAttributes(ImmutableSortedDictionary<string, string> attributes) => Write(attributes);

    public static ImmutableSortedDictionary<string, string> ReadAttributes(string json) =>
        Read<Dictionary<string, string>>(json).ToImmutableSortedDictionary(StringComparer.Ordinal);

    public static string WriteRoute(ReplyRoute route) => Write(route);

    public static ReplyRoute ReadRoute(string json)
    {
        var route = Read<ReplyRoute>(json);
        return route with { Copied = route.Copied.WithComparers(StringComparer.Ordinal) };
    }

    public static string? WriteError(RequestError? error) => WriteOrNull(error);

    public static RequestError? ReadError(string? json) =>
        ReadOrNull<RequestError>(json) is { } error ? error with { Errors = error.Errors.IsDefault ? [] : error.Errors } : null;
}
