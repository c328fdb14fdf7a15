using System.Globalization;
using System.Text.Json.Nodes;

namespace CoScheduler.IntegrationTests.Kit.Load;

/// <summary>What contract.md section 3 promises of a request's events, checked on all that lie on the reply topic.</summary>
internal static class LoadJudge
{
    /// <summary>Everything that is wrong with a request's answers; nothing if it ended well, exactly once.</summary>
    public static IEnumerable<string> Faults(LoadRequest request, string requestSource, string source)
    {
        var all = request.Events;
        if (all.Count == 0)
        {
            return [$"{request.Id}: lost, nothing came back"];
        }

        var once = all.DistinctBy(e => e.Id).ToList();
        return [.. Bytes(all).Concat(once.SelectMany(e => Form(e, request, requestSource, source))).Concat(Order(once)).Concat(End(once)).Concat(Rows(once, request))
            .Select(fault => $"{request.Id}: {fault} [{string.Join(' ', all.Select(e => $"{e.Kind}:{e.Attempt}/{e.Seq}"))}]")];
    }

    private static IEnumerable<string> Bytes(IReadOnlyList<LoadEvent> all) => all
        .GroupBy(e => e.Id)
        .Where(same => same.Any(e => !e.Bytes.AsSpan().SequenceEqual(same.First().Bytes)))
        .Select(same => $"{same.Key} was sent again with other bytes");

    private static IEnumerable<string> Form(LoadEvent reply, LoadRequest request, string requestSource, string source)
    {
        if (reply.Refuses)
        {
            return [$"refused: {reply.Data}"];
        }

        var id = string.Create(CultureInfo.InvariantCulture, $"{Uri.EscapeDataString(requestSource)}/{Uri.EscapeDataString(request.Id)}/{reply.Attempt}/{reply.Seq}");
        (string Name, string Value)[] expected =
            [("id", id), ("source", source), ("subject", request.Id), ("requestsource", requestSource), ("specversion", "1.0"), ("type", "coscheduler.analysis." + reply.Kind)];
        return [
            .. expected.Where(e => reply.Body[e.Name]?.ToString() != e.Value).Select(e => $"{e.Name} is {reply.Body[e.Name]} and not {e.Value}"),
            .. reply.Data is JsonObject ? Array.Empty<string>() : [$"data of {reply.Id} is no object"],
        ];
    }

    // Everything of an attempt, in its order, before anything of the next: attempt 0 from `accepted`, each later one from `running`.
    private static IEnumerable<string> Order(List<LoadEvent> once)
    {
        var (attempt, seq) = (0, -1);
        foreach (var reply in once)
        {
            var next = reply.Attempt == attempt && reply.Seq == seq + 1;
            var begins = reply.Attempt == attempt + 1 && reply.Seq == 0;
            if (!next && !begins)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{reply.Attempt}/{reply.Seq} follows on {attempt}/{seq}");
            }

            if ((begins && reply.Kind != "running") || (reply is { Attempt: 0, Seq: 0 } && reply.Kind != "accepted"))
            {
                yield return $"attempt {reply.Attempt} begins with {reply.Kind}";
            }

            (attempt, seq) = (reply.Attempt ?? attempt, reply.Seq ?? seq);
        }
    }

    private static IEnumerable<string> End(List<LoadEvent> once)
    {
        var ends = once.Where(e => e.Ends).ToList();
        return ends.Count switch
        {
            0 => ["lost, it has no end"],
            1 when ends[0] != once[^1] => [$"{once[^1].Id} comes after its end"],
            1 when ends[0].Kind != "done" => [$"{ends[0].Kind}: {ends[0].Data}"],
            1 => [],
            _ => [$"ended {ends.Count} times"],
        };
    }

    private static IEnumerable<string> Rows(List<LoadEvent> once, LoadRequest request)
    {
        if (once.FirstOrDefault(e => e.Kind == "done") is not { } done)
        {
            yield break;
        }

        var rows = new JsonArray([.. once.Where(e => e.Kind == "rows" && e.Attempt == done.Attempt).SelectMany(e => e.Data!["rows"]!.AsArray()).Select(row => row?.DeepClone())]);
        if (done.Data!["rows"]?.GetValue<long>() != rows.Count)
        {
            yield return $"done says {done.Data["rows"]} rows, {rows.Count} came";
        }

        if (!JsonNode.DeepEquals(rows, request.Expected))
        {
            yield return $"wrong rows: {rows.ToJsonString()} and not {request.Expected.ToJsonString()}";
        }
    }
}
