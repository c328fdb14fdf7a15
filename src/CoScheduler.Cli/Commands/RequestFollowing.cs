using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;

namespace CoScheduler.Cli.Commands;

/// <summary>Follows a request to its end, over connections that break off.</summary>
internal sealed class RequestFollowing(CliContext cli)
{
    private const int MostReconnects = 30;
    private static readonly TimeSpan ReconnectPause = TimeSpan.FromSeconds(1);
    private readonly JsonArray _rows = [];
    private string[] _columns = [];

    /// <summary>Waits for the rows and prints those of the last attempt; what came of an attempt before is void.</summary>
    public async Task<int> RowsAsync(string key, CancellationToken cancellationToken)
    {
        var exit = await FollowAsync(key, Gather, cancellationToken);
        if (exit == ExitCode.Ok)
        {
            cli.Print.List(_rows, _columns);
        }

        return exit;
    }

    /// <summary>Prints every event.</summary>
    public Task<int> EventsAsync(string key, CancellationToken cancellationToken) => FollowAsync(
        key,
        (_, reply) => cli.Print.Followed(reply, r => string.Create(
            CultureInfo.InvariantCulture,
            $"{r["time"]} {r["type"]!.ToString().Split('.')[^1]} attempt {r["attempt"]} seq {r["seq"]} {r["data"]?.ToJsonString()}")),
        cancellationToken);

    private async Task<int> FollowAsync(string key, Action<string, JsonNode> told, CancellationToken cancellationToken)
    {
        string? last = null;
        for (var failures = 0; failures < MostReconnects; failures++)
        {
            try
            {
                var (answer, events) = await cli.Api.FollowAsync($"v1/requests/{Verbs.Escape(key)}/events", last, cancellationToken);
                if (events is null && answer.ExitCode != ExitCode.TryAgain)
                {
                    return cli.Done(answer, _ => { });
                }

                await foreach (var item in events ?? Nothing())
                {
                    (last, failures) = (item.EventId, 0);
                    var reply = JsonNode.Parse(item.Data)!;
                    told(item.EventType, reply);
                    if (Ended(item.EventType) is { } exit)
                    {
                        return Said(exit, item.EventType, reply["data"]);
                    }
                }
            }
            catch (Exception e) when (last is not null && e is HttpRequestException or IOException)
            {
                cli.Print.Note($"coscheduler: the connection broke off ({e.Message}); trying again");
            }

            await Task.Delay(ReconnectPause, cancellationToken);
        }

        cli.Print.Note($"coscheduler: the server is away, and the request's end is not known; follow it with `coscheduler request watch {key}`.");
        return ExitCode.NoServer;
    }

    private void Gather(string kind, JsonNode reply)
    {
        switch (kind)
        {
            case "queued":
                cli.Print.Note($"coscheduler: waits: {reply["data"]?["message"] ?? reply["data"]?["reason"]}");
                break;
            case "running":
                _rows.Clear();
                break;
            case "rows":
                _columns = reply["data"]?["schema"] is JsonArray schema ? [.. schema.Select(c => c!["name"]!.ToString())] : _columns;
                foreach (var row in reply["data"]?["rows"] as JsonArray ?? [])
                {
                    _rows.Add(row?.DeepClone());
                }

                break;
        }
    }

    private int Said(int exit, string kind, JsonNode? data)
    {
        if (exit != ExitCode.Ok)
        {
            cli.Print.Note($"coscheduler: {kind}: {(data?["code"] is { } code ? $"{code}: {data["detail"]}" : data?.ToJsonString())}");
        }

        return exit;
    }

    private static int? Ended(string kind) => kind switch
    {
        "done" => ExitCode.Ok,
        "failed" or "cancelled" => ExitCode.Failed,
        "expired" => ExitCode.DeadlinePassed,
        _ => null,
    };

    private static async IAsyncEnumerable<SseItem<string>> Nothing()
    {
        await Task.CompletedTask;
        yield break;
    }
}
