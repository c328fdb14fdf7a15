using System.CommandLine;

namespace CoScheduler.Cli.Commands;

/// <summary>Verbs that look at the pool and steer its agents.</summary>
internal static class PoolCommands
{
    public static IEnumerable<Command> Create()
    {
        yield return new Command("role", "Roles: what each may have, has and wants.")
        {
            Listing("list", "Lists the roles.", "v1/roles", "name", "guarantee", "limit", "weight", "fairShare", "used", "wanted", "lent", "borrowed"),
            Showing("show", "Shows a role.", "NAME", "v1/roles/"),
        };
        yield return new Command("agent", "Agents: the machines of the pool.")
        {
            Listing("list", "Lists the agents.", "v1/agents", "id", "state", "total", "free", "allocated", "held", "offered", "tasks"),
            Showing("show", "Shows an agent.", "NAME", "v1/agents/"),
            Steering("cordon", "Nothing new starts on the agent."),
            Drain(),
            Steering("resume", "Undoes cordon and drain."),
        };
        yield return new Command("framework", "Frameworks: who asks for capacity.")
        {
            Listing("list", "Lists the frameworks with their demand.", "v1/frameworks", "id", "name", "roles", "allocations"),
        };
        yield return new Command("offer", "Offers that nobody has answered yet.")
        {
            Listing("list", "Lists the offers.", "v1/offers", "id", "framework", "role", "agent", "resources", "guaranteed", "deadline"),
        };
    }

    /// <summary>A verb that lists something.</summary>
    public static Command Listing(string name, string description, string path, params string[] columns)
    {
        var command = new Command(name, description);
        command.SetAction((parse, cancellationToken) => CliContext.RunAsync(parse, async cli =>
            cli.Done(await cli.Api.ListAsync(path, cancellationToken), answer => cli.Print.List(answer.Body, columns))));
        return command;
    }

    /// <summary>A verb that shows one thing.</summary>
    public static Command Showing(string name, string description, string argument, string path)
    {
        var id = new Argument<string>(argument);
        var command = new Command(name, description) { id };
        command.SetAction((parse, cancellationToken) => CliContext.RunAsync(parse, async cli =>
            cli.Done(await cli.Api.GetAsync(path + Escape(parse.GetValue(id)!), cancellationToken), answer => cli.Print.One(answer.Body))));
        return command;
    }

    /// <summary>An id in a path; the slashes of a role's path stay.</summary>
    public static string Escape(string id) => string.Join('/', id.Split('/').Select(Uri.EscapeDataString));

    private static Command Steering(string verb, string description)
    {
        var id = new Argument<string>("NAME");
        var dryRun = DryRun();
        var command = new Command(verb, description) { id, dryRun };
        command.SetAction((parse, cancellationToken) => CliContext.RunAsync(parse, async cli =>
            cli.Done(
                await cli.Api.PostAsync($"v1/agents/{Escape(parse.GetValue(id)!)}/{verb}?dryRun={parse.GetValue(dryRun)}", null, cancellationToken),
                answer => Said(cli, answer.Body, $"{verb}: {parse.GetValue(id)}"))));
        return command;
    }

    private static Command Drain()
    {
        var id = new Argument<string>("NAME");
        var deadline = new Option<string?>("--deadline") { Description = "how long its tasks may take at most to go, for example 10m", HelpName = "DURATION" };
        var dryRun = DryRun();
        var command = new Command("drain", "Nothing new starts on the agent, and what runs there is reclaimed with grace.") { id, deadline, dryRun };
        command.SetAction((parse, cancellationToken) => CliContext.RunAsync(parse, async cli =>
        {
            var query = parse.GetValue(deadline) is { } text ? "&deadline=" + Uri.EscapeDataString(text) : "";
            return cli.Done(
                await cli.Api.PostAsync($"v1/agents/{Escape(parse.GetValue(id)!)}/drain?dryRun={parse.GetValue(dryRun)}{query}", null, cancellationToken),
                answer => Said(cli, answer.Body, $"drain: {parse.GetValue(id)}"));
        }));
        return command;
    }

    /// <summary>The option of every write.</summary>
    public static Option<bool> DryRun() => new("--dry-run") { Description = "only show what would come of it" };

    /// <summary>Prints what a write would do, or that it is done.</summary>
    public static void Said(CliContext cli, System.Text.Json.Nodes.JsonNode? body, string done)
    {
        if (body is null)
        {
            cli.Print.Note(done);
        }
        else
        {
            cli.Print.One(body);
        }
    }
}
