using System.Collections.Immutable;
using System.Text.Json;

namespace CoScheduler.Client;

/// <summary>Why a request has no result.</summary>
/// <param name="Code">
/// The server's code, in snake case; <c>cancelled</c> and <c>expired</c> for those ends; <c>incomplete_reply</c> if rows were
/// lost on their way, where asking again with the same id gives them all.
/// </param>
/// <param name="Detail">One sentence that says what to do.</param>
/// <param name="IsRetryable">Whether the same may succeed later.</param>
/// <param name="RetryAfter">When it is worth trying again, if that is known.</param>
/// <param name="Errors">Every single fault, if there are several.</param>
public sealed record AnalysisError(string Code, string Detail, bool IsRetryable, TimeSpan? RetryAfter, ImmutableArray<AnalysisFault> Errors)
{
    /// <summary>Reads the error of an event that ends a request without a result.</summary>
    internal static AnalysisError Read(AnalysisEvent ended)
    {
        var kind = ended.Kind.ToString().ToLowerInvariant();
        return Read(ended.Data, kind, $"The request ended: {kind}.");
    }

    /// <summary>Reads an error object; what is missing in it is replaced.</summary>
    internal static AnalysisError Read(JsonElement data, string defaultCode, string defaultDetail) => new(
        Text(data, "code") ?? defaultCode,
        Text(data, "detail") ?? Text(data, "reason") ?? defaultDetail,
        Find(data, "retryable")?.ValueKind == JsonValueKind.True,
        WireDuration.Read(Find(data, "retryAfter")),
        Find(data, "errors") is { ValueKind: JsonValueKind.Array } errors ? [.. errors.EnumerateArray().Select(ReadFault)] : []);

    private static AnalysisFault ReadFault(JsonElement fault) =>
        new(Text(fault, "pointer") ?? "", Text(fault, "code") ?? "", Text(fault, "detail") ?? "");

    private static string? Text(JsonElement data, string name) => Find(data, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static JsonElement? Find(JsonElement data, string name) =>
        data.ValueKind == JsonValueKind.Object && data.TryGetProperty(name, out var value) ? value : null;
}

/// <summary>One fault of several.</summary>
/// <param name="Pointer">Where, as a JSON pointer.</param>
/// <param name="Code">The code, in snake case.</param>
/// <param name="Detail">One sentence.</param>
public sealed record AnalysisFault(string Pointer, string Code, string Detail);
