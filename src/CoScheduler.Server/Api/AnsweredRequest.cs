using System.Text.Json;
using System.Text.Json.Nodes;
using CoScheduler.Analyses;
using CoScheduler.Triggers.Http;

namespace CoScheduler.Server.Api;

/// <summary>
/// A request's terminal event, its rows included, for whoever waits for it in one call. The request itself is the same
/// as without waiting, so that it can be repeated either way.
/// </summary>
internal static class AnsweredRequest
{
    private const string Json = "application/json";

    /// <summary>Waits for the end; null if it doesn't come in time.</summary>
    public static async Task<string?> WaitAsync(ServerParts parts, RequestKey key, TimeSpan limit, CancellationToken aborted)
    {
        using var timer = new CancellationTokenSource(limit, parts.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, aborted);
        var batches = new List<ReplyEvent>();
        try
        {
            await foreach (var reply in parts.Requests.FollowAsync(key, null, either.Token))
            {
                if (reply.Terminal)
                {
                    return WithRows(reply, batches);
                }

                // What an attempt gave is void when the next begins.
                if (reply.Type.EndsWith(".running", StringComparison.Ordinal))
                {
                    batches.Clear();
                }
                else if (reply.Type.EndsWith(".rows", StringComparison.Ordinal))
                {
                    batches.Add(reply);
                }
            }
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested && !aborted.IsCancellationRequested)
        {
            // The caller's wait is over, the request goes on: answered as accepted.
        }

        return null;
    }

    /// <summary>As <c>reply: final</c> has it: <c>schema</c>, <c>rows</c> and <c>rowCount</c> in the data. Arrow batches can't stand there.</summary>
    private static string WithRows(ReplyEvent terminal, List<ReplyEvent> batches)
    {
        if (batches.Count == 0 || !terminal.Type.EndsWith(".done", StringComparison.Ordinal) || batches.Any(b => b.DataContentType != Json))
        {
            return HttpEvents.Write(terminal);
        }

        var data = JsonNode.Parse(terminal.Data.Span)!.AsObject();
        var parsed = batches.Select(b => JsonNode.Parse(b.Data.Span)!.AsObject()).ToList();
        data["rowCount"] = data["rows"]?.DeepClone();
        data["schema"] = parsed[0]["schema"]?.DeepClone();
        data["rows"] = new JsonArray([.. parsed.SelectMany(b => b["rows"]?.AsArray() ?? []).Select(row => row?.DeepClone())]);
        return HttpEvents.Write(terminal with { Data = JsonSerializer.SerializeToUtf8Bytes(data, ApiJson.Options) });
    }
}
