using System.Text.Json;

namespace CoScheduler.Spark.Sql.Streaming;

/// <summary>How a batch of a streaming query went. <see cref="Json"/> has all that Spark tells; the properties are what is asked for most.</summary>
public sealed class StreamingQueryProgress
{
    private readonly JsonElement _progress;

    internal StreamingQueryProgress(string json)
        : this(JsonDocument.Parse(json).RootElement)
    {
    }

    internal StreamingQueryProgress(JsonElement progress) => _progress = progress;

    /// <summary>All of it, with <c>sources</c>, <c>sink</c>, <c>stateOperators</c>, <c>durationMs</c>, <c>eventTime</c> and <c>observedMetrics</c>.</summary>
    public JsonElement Json => _progress;

    /// <summary>The query's id.</summary>
    public string Id => Text("id");

    /// <summary>The run's id.</summary>
    public string RunId => Text("runId");

    /// <summary>The query's name; null if it has none.</summary>
    public string? Name => _progress.TryGetProperty("name", out var name) ? name.GetString() : null;

    /// <summary>When the batch began.</summary>
    public DateTimeOffset Timestamp => _progress.GetProperty("timestamp").GetDateTimeOffset();

    /// <summary>The batch's number, from 0.</summary>
    public long BatchId => _progress.GetProperty("batchId").GetInt64();

    /// <summary>How long it took, in milliseconds.</summary>
    public long BatchDuration => Whole("batchDuration");

    /// <summary>How many rows came in.</summary>
    public long NumInputRows => Whole("numInputRows");

    /// <summary>How many rows came in a second since the last batch; null if Spark does not know.</summary>
    public double? InputRowsPerSecond => Rate("inputRowsPerSecond");

    /// <summary>How many rows were worked on a second; null if Spark does not know.</summary>
    public double? ProcessedRowsPerSecond => Rate("processedRowsPerSecond");

    /// <inheritdoc />
    public override string ToString() => _progress.GetRawText();

    private string Text(string name) => _progress.GetProperty(name).GetString() ?? "";

    private long Whole(string name) => _progress.TryGetProperty(name, out var value) ? value.GetInt64() : 0;

    private double? Rate(string name) =>
        _progress.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}
