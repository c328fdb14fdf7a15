using System.CommandLine;
using CoScheduler.Cli.Api;

namespace CoScheduler.Cli.Commands;

/// <summary>Verbs of requests for analyses.</summary>
internal static class RequestCommands
{
    private static readonly string[] States = ["running", "accepted", "queued", "done", "failed", "cancelled", "expired"];

    public static Command Create() => new("request", "Requests: ask for an analysis, follow and cancel.")
    {
        Send(),
        List(),
        Verbs.Show("request", "Shows a request.", "KEY", "v1/requests/"),
        Watch(),
        Verbs.Change(
            "request",
            "cancel",
            "Cancels a request.",
            "KEY",
            "cancelled",
            (api, key, query, cancellationToken) => api.DeleteAsync($"v1/requests/{key}{query}", cancellationToken)),
    };

    private static Command Send()
    {
        var name = new Argument<string>("NAME") { Description = "the analysis" };
        var parameters = new Option<string[]>("--parameter", "-p") { Description = "a parameter, repeatable", HelpName = "KEY=VALUE" };
        var data = new Option<string?>("--data") { Description = "all parameters as a JSON object: a file, or - for standard input", HelpName = "FILE|-" };
        var id = new Option<string?>("--id") { Description = "the request's id; the same id with the same content is answered from what is kept", HelpName = "ID" };
        var timeout = new Option<string?>("--timeout") { Description = "how long it may take from acceptance, for example 10s", HelpName = "DURATION" };
        var detach = new Option<bool>("--detach") { Description = "return when it is accepted" };
        var dryRun = Verbs.DryRun();
        var command = new Verb(
            "send",
            "Asks for an analysis, waits and prints the rows.",
            "request send coupons -p customer=7 -p lat=48.2 -p lon=16.37",
            "request send coupons --data parameters.json --timeout 10s -o json",
            "request send coupons --data - --detach < parameters.json");
        command.Arguments.Add(name);
        foreach (var option in new Option[] { parameters, data, id, timeout, detach, dryRun })
        {
            command.Options.Add(option);
        }

        command.SetAction((parse, cancellationToken) => CliContext.RunAsync(parse, async cli =>
        {
            var body = await RequestBody.ReadAsync(parse.GetValue(data), parse.GetValue(parameters) ?? [], cli, cancellationToken);
            if (body is null)
            {
                return ExitCode.BadCommandLine;
            }

            var query = Verbs.Query(parse, dryRun) + (parse.GetValue(timeout) is { } t ? "&timeout=" + Uri.EscapeDataString(t) : "");
            var answer = await cli.Api.PostAsync(
                $"v1/analyses/{Verbs.Escape(parse.GetValue(name)!)}/requests{query}",
                ApiClient.Json(body),
                cancellationToken,
                ("Idempotency-Key", parse.GetValue(id) ?? Guid.NewGuid().ToString("N")));
            return !answer.Ok || parse.GetValue(detach) || parse.GetValue(dryRun)
                ? cli.Done(answer, a => cli.Print.One(a.Body))
                : await new RequestFollowing(cli).RowsAsync(answer.Body!["key"]!.ToString(), cancellationToken);
        }));
        return command;
    }

    private static Command List()
    {
        var command = new Verb("list", "Lists requests, the newest first.", "request list --limit 20", "request list --state running -o json");
        Option<string?>[] filters =
        [
            new("--source") { Description = "only of this source", HelpName = "SOURCE" },
            new("--id") { Description = "only with this id", HelpName = "ID" },
        ];
        Verbs.Fill(command, "v1/requests", States, filters, ["key", "source", "id", "analysis", "role", "state", "attempt", "rows", "acceptedAt", "reason"]);
        return command;
    }

    private static Command Watch()
    {
        var key = new Argument<string>("KEY");
        var command = new Verb("watch", "Prints a request's events until it ends.", "request watch KEY", "request watch KEY -o json");
        command.Arguments.Add(key);
        command.SetAction((parse, cancellationToken) => CliContext.RunAsync(parse, cli => new RequestFollowing(cli).EventsAsync(parse.GetValue(key)!, cancellationToken)));
        return command;
    }
}
