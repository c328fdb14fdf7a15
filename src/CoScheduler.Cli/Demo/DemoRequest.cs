using System.Text.Json.Nodes;

namespace CoScheduler.Cli.Demo;

/// <summary>A request of the demo, and what came back.</summary>
/// <param name="id">Its id.</param>
/// <param name="analysis">What it asks for.</param>
/// <param name="data">Its parameters.</param>
/// <param name="expected">The answers that are right: more than one while the stock changes; none if it must be rejected.</param>
internal sealed class DemoRequest(string id, string analysis, JsonObject data, params IEnumerable<JsonArray> expected)
{
    private readonly List<JsonArray> _expected = [.. expected];
    private readonly HashSet<string> _terminals = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, JsonArray> _rows = [];
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _attempt;

    public string Id { get; } = id;

    public string Analysis { get; } = analysis;

    public JsonObject Data { get; } = data;

    /// <summary>When it was sent, as a timestamp of the clock.</summary>
    public long SentAt { get; set; }

    /// <summary>From sending to the terminal event; null before.</summary>
    public TimeSpan? Latency { get; private set; }

    /// <summary>How it ended: the last word of the terminal event's type.</summary>
    public string? Outcome { get; private set; }

    /// <summary>When it has ended, however.</summary>
    public Task Answered => _answered.Task;

    /// <summary>Terminal events that had another id than the first: each is one too many.</summary>
    public int Duplicates => Math.Max(0, _terminals.Count - 1);

    /// <summary>Whether it only looks how far the server has come: then any rows will do.</summary>
    public bool Probe { get; init; }

    /// <summary>Whether its rows are the expected ones.</summary>
    public bool AsExpected { get; private set; }

    /// <summary>Whether it ended as it must.</summary>
    public bool Right { get; private set; }

    /// <summary>What the terminal event says, if it did not end as it must.</summary>
    public string? Complaint { get; private set; }

    /// <summary>Another answer that is right from now on: the stock changes under a request that has no answer yet.</summary>
    public void AlsoRight(JsonArray answer)
    {
        lock (_expected)
        {
            _expected.Add(answer);
        }
    }

    /// <summary>Takes an event of it; a repeated one changes nothing.</summary>
    public void Take(JsonNode reply, Func<long, TimeSpan> elapsed)
    {
        var type = reply["type"]!.ToString();
        var kind = type[(type.LastIndexOf('.') + 1)..];
        var data = reply["data"];
        switch (kind)
        {
            case "running" when reply["attempt"]!.GetValue<int>() > _attempt:
                _attempt = reply["attempt"]!.GetValue<int>();
                _rows.Clear();
                break;
            case "rows" when reply["attempt"]!.GetValue<int>() == _attempt:
                _rows[reply["seq"]!.GetValue<int>()] = data!["rows"]!.AsArray();
                break;
            case "done" or "failed" or "cancelled" or "expired" or "rejected" or "conflict":
                if (_terminals.Add(reply["id"]!.ToString()) && Outcome is null)
                {
                    Latency = elapsed(SentAt);
                    AsExpected = kind == "done" && IsExpected(data);
                    Right = kind == "done" ? Probe || AsExpected : kind == "rejected" && _expected.Count == 0;
                    Complaint = Right ? null : $"{Analysis} {Id} {kind}: {(kind == "done" ? "not the expected rows" : data?["detail"] ?? data?.ToJsonString())}";
                    Outcome = kind;
                    _answered.TrySetResult();
                }

                break;
        }
    }

    private bool IsExpected(JsonNode? end)
    {
        var rows = end?["rows"] is JsonArray all
            ? all
            : new JsonArray([.. _rows.Values.SelectMany(batch => batch).Select(row => row?.DeepClone())]);
        lock (_expected)
        {
            return _expected.Any(right => JsonNode.DeepEquals(right, rows));
        }
    }
}
