using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CoScheduler.Cli.Api;

namespace CoScheduler.Cli.Commands;

/// <summary>Verbs of requests for analyses.</summary>
internal static class RequestCommands
{
    public static Command Create() => new("request", "Requests: ask for an analysis, follow and cancel.")
    {
        Send(),
        PoolCommands.Listing("list", "Lists requests, the newest first.", "v1/requests", "key", "analysis", "role", "state", "attempt", "rows", "acceptedAt", "reason"),
        PoolCommands.Showing("show", "Shows a request.", "KEY", "v1/requests/"),
        Watch(),
        Cancel(),
    };

    private static Command Send()
    {
        var name = new Argument<string>("NAME") { Description = "the analysis" };
        var parameters = new Option<string[]>("-p", "--parameter") { Description = "a parameter, repeatable", HelpName = "KEY=VALUE" };
        var data = new Option<string?>("--data") { Description = "all parameters as a JSON object: a file, or - for standard input", HelpName = "FILE|-" };
        var id = new Option<string?>("--id") { Description = "the request's id; the same id with the same content is answered from what is kept", HelpName = "ID" };
        var timeout = new Option<string?>("--timeout") { Description = "how long it may take from acceptance, for example 10s", HelpName = "DURATION" };
        var detach = new Option<bool>("--detach") { Description = "return when it is accepted" };
        var dryRun = PoolCommands.DryRun();
        var command = new Command(
            "send",
            "Asks for an analysis, waits and prints the rows. Example: coscheduler request send coupons -p customer=7 -p lat=48.2 -p lon=16.37")
        {
            name, parameters, data, id, timeout, detach, dryRun,
        };
        command.SetAction((parse, cancellationToken) => CliContext.RunAsync(parse, async cli =>
        {
            var body = await BodyAsync(parse.GetValue(data), parse.GetValue(parameters) ?? [], cli, cancellationToken);
            if (body is null)
            {
                return ExitCode.BadCommandLine;
            }

            var key = parse.GetValue(id) ?? Guid.NewGuid().ToString("N");
            var query = $"?dryRun={parse.GetValue(dryRun)}" + (parse.GetValue(timeout) is { } t ? "&timeout=" + Uri.EscapeDataString(t) : "");
            var answer = await cli.Api.PostAsync(
                $"v1/analyses/{PoolCommands.Escape(parse.GetValue(name)!)}/requests{query}",
                ApiClient.Json(body),
                cancellationToken,
                ("Idempotency-Key", key));
            return !answer.Ok || parse.GetValue(detach) || parse.GetValue(dryRun)
                ? cli.Done(answer, a => cli.Print.One(a.Body))
                : await FollowAsync(cli, answer.Body!["key"]!.ToString(), PrintRows, cancellationToken);
        }));
        return command;
    }

    private static Command Watch()
    {
        var key = new Argument<string>("KEY");
        var command = new Command("watch", "Prints a request's events until it ends.") { key };
        command.SetAction((parse, cancellationToken) => CliContext.RunAsync(parse, cli =>
            FollowAsync(cli, parse.GetValue(key)!, PrintEvent, cancellationToken)));
        return command;
    }

    private static Command Cancel()
    {
        var key = new Argument<string>("KEY");
        var command = new Command("cancel", "Cancels a request.") { key };
        command.SetAction((parse, cancellationToken) => CliContext.RunAsync(parse, async cli =>
            cli.Done(await cli.Api.DeleteAsync($"v1/requests/{parse.GetValue(key)}", cancellationToken), a => cli.Print.One(a.Body))));
        return command;
    }

    private static async Task<int> FollowAsync(CliContext cli, string key, Action<CliContext, JsonNode> print, CancellationToken cancellationToken)
    {
        var (answer, events) = await cli.Api.FollowAsync($"v1/requests/{key}/events", cancellationToken);
        if (events is null)
        {
            return cli.Done(answer, _ => { });
        }

        var attempts = 0;
        await foreach (var item in events)
        {
            var reply = JsonNode.Parse(item.Data)!;
            if (item.EventType == "running" && ++attempts > 1)
            {
                cli.Print.Note($"coscheduler: attempt {reply["attempt"]}: the rows before are void");
            }

            print(cli, reply);
            if (Ended(item.EventType) is { } exit)
            {
                if (exit != ExitCode.Ok)
                {
                    cli.Print.Note($"coscheduler: {item.EventType}: {Said(reply["data"])}");
                }

                return exit;
            }
        }

        cli.Print.Note("coscheduler: the server closed the stream before the request ended; follow it with `coscheduler request watch`.");
        return ExitCode.Failed;
    }

    private static int? Ended(string type) => type switch
    {
        "done" => ExitCode.Ok,
        "failed" or "cancelled" => ExitCode.Failed,
        "expired" => ExitCode.DeadlinePassed,
        _ => null,
    };

    private static string Said(JsonNode? data) => data?["code"] is { } code ? $"{code}: {data["detail"]}" : data?.ToJsonString() ?? "";

    private static void PrintRows(CliContext cli, JsonNode reply)
    {
        var kind = reply["type"]!.ToString();
        var data = reply["data"];
        if (kind.EndsWith(".queued", StringComparison.Ordinal))
        {
            cli.Print.Note($"coscheduler: waits: {data?["message"] ?? data?["reason"]}");
        }

        var rows = data?["rows"] as JsonArray;
        if (rows is null)
        {
            return;
        }

        if (cli.Print.Format == Output.OutputFormat.Table)
        {
            var columns = data!["schema"] is JsonArray schema ? schema.Select(c => c!["name"]!.ToString()) : (rows.FirstOrDefault() as JsonObject)?.Select(p => p.Key);
            cli.Print.List(rows, [.. columns ?? []]);
        }
        else
        {
            foreach (var row in rows)
            {
                cli.Print.Followed(row, r => r.ToJsonString());
            }
        }
    }

    private static void PrintEvent(CliContext cli, JsonNode reply) => cli.Print.Followed(
        reply,
        r => string.Create(CultureInfo.InvariantCulture, $"{r["time"]} {r["type"]!.ToString().Split('.')[^1]} attempt {r["attempt"]} seq {r["seq"]} {r["data"]?.ToJsonString()}"));

    private static async Task<JsonObject?> BodyAsync(string? file, string[] parameters, CliContext cli, CancellationToken cancellationToken)
    {
        var body = new JsonObject();
        if (file is not null)
        {
            if (await FileText.ReadAsync(file, cli, cancellationToken) is not { } text)
            {
                return null;
            }

            try
            {
                body = JsonNode.Parse(text) as JsonObject;
            }
            catch (JsonException e)
            {
                cli.Print.Note($"coscheduler: {file}: {e.Message}");
                return null;
            }

            if (body is null)
            {
                cli.Print.Note($"coscheduler: {file} must hold a JSON object of parameters.");
                return null;
            }
        }

        foreach (var parameter in parameters)
        {
            var split = parameter.IndexOf('=', StringComparison.Ordinal);
            if (split <= 0)
            {
                cli.Print.Note($"coscheduler: `{parameter}` must be KEY=VALUE.");
                return null;
            }

            body[parameter[..split]] = parameter[(split + 1)..];
        }

        return body;
    }
}
