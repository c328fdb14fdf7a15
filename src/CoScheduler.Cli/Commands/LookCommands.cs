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
            PoolCommands.Listing("list", "Lists the catalogue.", "v1/analyses", "name", "role", "engine", "version", "summary"),
            PoolCommands.Showing("show", "Shows an analysis with its parameters as JSON Schema.", "NAME", "v1/analyses/"),
        };
        yield return Kafka();
        yield return Explain();
        yield return Events();
    }

    private static Command Kafka()
    {
        var command = new Command("kafka", "Shows the broker's address, topics and lag.");
        command.SetAction((parse, cancellationToken) => CliContext.RunAsync(parse, async cli =>
            cli.Done(await cli.Api.GetAsync("v1/kafka", cancellationToken), answer => cli.Print.One(answer.Body))));
        return command;
    }

    private static Command Explain()
    {
        var kind = new Argument<string>("KIND") { Description = string.Join(", ", Kinds) };
        kind.AcceptOnlyFromAmong(Kinds);
        var id = new Argument<string>("ID");
        var command = new Command("explain", "Says why something is as it is, above all why it waits. Example: coscheduler explain role analytics") { kind, id };
        command.SetAction((parse, cancellationToken) => CliContext.RunAsync(parse, async cli =>
            cli.Done(
                await cli.Api.GetAsync($"v1/explain?kind={parse.GetValue(kind)}&id={Uri.EscapeDataString(parse.GetValue(id)!)}", cancellationToken),
                answer => cli.Print.One(answer.Body))));
        return command;
    }

    private static Command Events()
    {
        var after = new Option<long?>("--after") { Description = "from the step after this number on (default: from now on)", HelpName = "NUMBER" };
        var command = new Command("events", "Prints every decision of the pool as it is made.") { after };
        command.SetAction((parse, cancellationToken) => CliContext.RunAsync(parse, async cli =>
        {
            var (answer, events) = await cli.Api.FollowAsync("v1/events" + (parse.GetValue(after) is { } number ? $"?after={number}" : ""), cancellationToken);
            if (events is null)
            {
                return cli.Done(answer, _ => { });
            }

            await foreach (var item in events)
            {
                cli.Print.Followed(JsonNode.Parse(item.Data), Line);
            }

            return ExitCode.Ok;
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
