using System.Text.Json.Nodes;

namespace CoScheduler.Cli.Demo;

/// <summary>A request of the demo, and what came back.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Analysis">What it asks for.</param>
/// <param name="Data">Its parameters.</param>
/// <param name="Expected">The answers that are right: more than one while the stock changes; none if it must be rejected.</param>
internal sealed record DemoRequest(string Id, string Analysis, JsonObject Data, IReadOnlyList<JsonArray> Expected)
{
    private readonly HashSet<string> _terminals = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, JsonArray> _rows = [];
    private int _attempt;

    /// <summary>When it was sent, as a timestamp of the clock.</summary>
    public long SentAt { get; set; }

    /// <summary>From sending to the terminal event; null before.</summary>
    public TimeSpan? Latency { get; private set; }

    /// <summary>How it ended: the last word of the terminal event's type.</summary>
    public string? Outcome { get; private set; }

    /// <summary>Terminal events that had another id than the first: each is one too many.</summary>
    public int Duplicates => Math.Max(0, _terminals.Count - 1);

    /// <summary>Whether it ended as it must.</summary>
    public bool Right { get; private set; }

    /// <summary>What the terminal event says, if it did not end as it must.</summary>
    public string? Complaint { get; private set; }

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
                    Outcome = kind;
                    Latency = elapsed(SentAt);
                    Right = kind == "done" ? IsExpected(data) : kind == "rejected" && Expected.Count == 0;
                    Complaint = Right ? null : $"{Analysis} {Id} {kind}: {(kind == "done" ? "not the expected rows" : data?["detail"] ?? data?.ToJsonString())}";
                }

                break;
        }
    }

    private bool IsExpected(JsonNode? end)
    {
        var rows = end?["rows"] is JsonArray all
            ? all
            : new JsonArray([.. _rows.Values.SelectMany(batch => batch).Select(row => row?.DeepClone())]);
        return Expected.Any(expected => JsonNode.DeepEquals(expected, rows));
    }
}
