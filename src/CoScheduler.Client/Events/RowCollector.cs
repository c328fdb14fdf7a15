using System.Text.Json;

namespace CoScheduler.Client;

/// <summary>Puts a request's rows together from its events, which must be new ones and in order.</summary>
internal sealed class RowCollector
{
    private readonly List<JsonElement> _rows = [];
    private int? _attempt;

    /// <summary>The rows of the current attempt.</summary>
    public IReadOnlyList<JsonElement> Rows => _rows;

    /// <summary>Why the rows are no result; null if they are, and before the end.</summary>
    public AnalysisError? Error { get; private set; }

    /// <summary>Takes an event.</summary>
    /// <param name="received">The event.</param>
    public void Add(AnalysisEvent received)
    {
        if (received.Attempt is { } attempt && attempt != _attempt)
        {
            _attempt = attempt;
            _rows.Clear();
        }

        _rows.AddRange(received.Rows);
        Error = received.Kind == AnalysisEventKind.Done ? Missing(received) : received.Error;
    }

    private AnalysisError? Missing(AnalysisEvent done)
    {
        var count = Count(done, "rowCount") ?? Count(done, "rows");
        return count is null || count == _rows.Count
            ? null
            : new AnalysisError("incomplete_reply", $"{_rows.Count} of {count} rows arrived; ask again with the same id to have them all.", true, null, []);
    }

    private static long? Count(AnalysisEvent done, string name) =>
        done.Data.ValueKind == JsonValueKind.Object && done.Data.TryGetProperty(name, out var count) && count.ValueKind == JsonValueKind.Number ? count.GetInt64() : null;
}
