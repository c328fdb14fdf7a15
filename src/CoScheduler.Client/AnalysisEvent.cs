using System.Text.Json;

namespace CoScheduler.Client;

/// <summary>An event of a request, as it came.</summary>
public sealed record AnalysisEvent
{
    /// <summary>What it says.</summary>
    public required AnalysisEventKind Kind { get; init; }

    /// <summary>Its id; with <see cref="Source"/> its identity.</summary>
    public required string Id { get; init; }

    /// <summary>Who says it: <c>/coscheduler/</c> and the cluster's name.</summary>
    public required string Source { get; init; }

    /// <summary>The request's source.</summary>
    public required string RequestSource { get; init; }

    /// <summary>The request's id.</summary>
    public required string RequestId { get; init; }

    /// <summary>The attempt: 0 until the first <see cref="AnalysisEventKind.Running"/>, then 1, 2, …; null of a refusal.</summary>
    public int? Attempt { get; init; }

    /// <summary>The place within the attempt: 0, 1, 2, … without gaps; null of a refusal.</summary>
    public long? Sequence { get; init; }

    /// <summary>Its data: an object; undefined if the data is not JSON.</summary>
    public JsonElement Data { get; init; }

    /// <summary>The form of <see cref="Body"/>: <c>application/json</c> or <c>application/vnd.apache.arrow.stream</c>.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>Its data as bytes, if it is not JSON.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Whether nothing follows it.</summary>
    public bool EndsRequest => Kind >= AnalysisEventKind.Done;

    /// <summary>The rows in it, as objects: of <see cref="AnalysisEventKind.Rows"/>, or of <see cref="AnalysisEventKind.Done"/> if only the end was asked for.</summary>
    public IEnumerable<JsonElement> Rows =>
        Data.ValueKind == JsonValueKind.Object && Data.TryGetProperty("rows", out var rows) && rows.ValueKind == JsonValueKind.Array ? rows.EnumerateArray() : [];

    /// <summary>Why there is no result; null unless it ends the request without one.</summary>
    public AnalysisError? Error => EndsRequest && Kind != AnalysisEventKind.Done ? AnalysisError.Read(this) : null;
}
