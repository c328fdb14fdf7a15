using System.CommandLine;
using System.Text.Json.Nodes;

namespace CoScheduler.Cli.Commands;

/// <summary>Verbs that explain and watch.</summary>
internal static class LookCommands
{
    private static readonly string[] Kinds = ["request", "task", "service", "role", "executor", "agent", "gang", "framework"];

    public static IEnumerable<Command> Create()
    {
        yield return new Command("analysis", "Analyses: what can be asked for.")
        {
            Analyses(),
            Verbs.Show("analysis", "Shows an analysis with its parameters as JSON Schema.", "NAME", "v1/analyses/"),
        };
        yield return Kafka();
        yield return Explain();
        yield return Events();
    }

    private static Command Analyses()
    {
        var role = new Option<string?>("--role") { Description = "only of this role and those below it", HelpName = "NAME" };
        var command = new Verb("list", "Lists the catalogue; faults of its files go to standard error.", "analysis list", "analysis list --role analytics");
        command.Options.Add(role);
        command.SetAction((parse, cancellationToken) => CliContext.RunAsync(parse, async cli =>
        {
            var query = parse.GetValue(role) is { } name ? $"?role={Uri.EscapeDataString(name)}" : "";
            var answer = await cli.Api.ListAsync($"v1/analyses{query}", null, cancellationToken);
            return cli.Done(answer, a =>
            {
                foreach (var fault in a.Page?["faults"] as JsonArray ?? [])
                {
                    cli.Print.Note($"coscheduler: {fault!["file"]}:{fault["line"]}:{fault["column"]}: {fault["code"]}: {fault["detail"]}");
                }

                cli.Print.List(a.Body, "name", "role", "engine", "version", "summary");
            });
        }));
        return command;
    }

    private static Command Kafka()
    {
        var command = new Verb("kafka", "Shows the broker's address, topics and lag.", "kafka -o json");
        command.SetAction((parse, cancellationToken) => CliContext.RunAsync(parse, async cli =>
            cli.Done(await cli.Api.GetAsync("v1/kafka", cancellationToken), answer => cli.Print.One(answer.Body))));
        return command;
    }

    private static Command Explain()
    {
        var kind = new Argument<string>("KIND") { Description = string.Join(", ", Kinds) };
        kind.AcceptOnlyFromAmong(Kinds);
        var id = new Argument<string>("ID") { Description = "a request's key or id, a task's id, a service's or agent's name, a role's path, …" };
        var command = new Verb("explain", "Says why something is as it is, above all why it waits.", "explain role analytics", "explain request KEY");
        command.Arguments.Add(kind);
        command.Arguments.Add(id);
        command.SetAction((parse, cancellationToken) => CliContext.RunAsync(parse, async cli =>
            cli.Done(
                await cli.Api.GetAsync($"v1/explain?kind={parse.GetValue(kind)}&id={Uri.EscapeDataString(parse.GetValue(id)!)}", cancellationToken),
                answer => ExplanationText.Print(cli.Print, answer.Body))));
        return command;
    }

    private static Command Events()
    {
        var after = new Option<long?>("--after") { Description = "from the step after this number on (default: from now on)", HelpName = "NUMBER" };
        var command = new Verb("events", "Prints every decision of the pool as it is made, until Ctrl-C.", "events", "events --after 0 -o json");
        command.Options.Add(after);
        command.SetAction((parse, cancellationToken) => CliContext.RunAsync(parse, async cli =>
        {
            var (answer, events) = await cli.Api.FollowAsync("v1/events" + (parse.GetValue(after) is { } number ? $"?after={number}" : ""), null, cancellationToken);
            if (events is null)
            {
                return cli.Done(answer, _ => { });
            }

            await foreach (var item in events)
            {
                cli.Print.Followed(JsonNode.Parse(item.Data), Line);
            }

            cli.Print.Note("coscheduler: the server closed the stream.");
            return ExitCode.NoServer;
        }));
        return command;
    }

    private static string Line(JsonNode step)
    {
        var effects = step["effects"] as JsonArray ?? [];
        var what = effects.Count > 0 ? string.Join("; ", effects) : step["command"]?["$"]?.ToString();
        return $"{step["time"]} #{step["number"]} {what}";
    }
}
