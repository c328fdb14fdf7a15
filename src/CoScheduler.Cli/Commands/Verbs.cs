using System.CommandLine;
using System.Text.Json.Nodes;
using CoScheduler.Cli.Api;

namespace CoScheduler.Cli.Commands;

/// <summary>The kinds of verbs that most routes need, and what they have in common.</summary>
internal static class Verbs
{
    /// <summary>A verb that lists something.</summary>
    /// <param name="area">The word before it, for example <c>task</c>.</param>
    /// <param name="description">What it lists.</param>
    /// <param name="path">The route.</param>
    /// <param name="states">The states that can be asked for; empty if there are none.</param>
    /// <param name="columns">The columns of the table.</param>
    public static Command List(string area, string description, string path, string[] states, params string[] columns)
    {
        var command = new Verb("list", description, [$"{area} list", states.Length > 0 ? $"{area} list --state {states[0]} -o json" : $"{area} list --role site"]);
        Fill(command, path, states, [], columns);
        return command;
    }

    /// <summary>Makes a verb list something: its filters, its pages, its columns.</summary>
    public static void Fill(Command command, string path, string[] states, Option<string?>[] filters, string[] columns)
    {
        var role = new Option<string?>("--role") { Description = "only of this role and those below it", HelpName = "NAME" };
        var state = new Option<string?>("--state") { Description = $"only in this state: {string.Join(", ", states)}", HelpName = "STATE" };
        var limit = new Option<int?>("--limit") { Description = "how many at most (default: all)", HelpName = "N" };
        state.AcceptOnlyFromAmong(states);
        List<Option<string?>> all = [role, .. filters, .. states.Length > 0 ? [state] : Array.Empty<Option<string?>>()];
        all.ForEach(command.Options.Add);
        command.Options.Add(limit);
        command.SetAction((parse, cancellationToken) => CliContext.RunAsync(parse, async cli =>
        {
            var query = string.Join('&', all.Where(o => parse.GetValue(o) is not null).Select(o => $"{o.Name[2..]}={Uri.EscapeDataString(parse.GetValue(o)!)}"));
            var answer = await cli.Api.ListAsync(query.Length == 0 ? path : $"{path}?{query}", parse.GetValue(limit), cancellationToken);
            return cli.Done(answer, a => cli.Print.List(a.Body, columns));
        }));
    }

    /// <summary>A verb that shows one thing.</summary>
    public static Command Show(string area, string description, string argument, string path)
    {
        var id = new Argument<string>(argument);
        var command = new Verb("show", description, $"{area} show {argument}");
        command.Arguments.Add(id);
        command.SetAction((parse, cancellationToken) => CliContext.RunAsync(parse, async cli =>
            cli.Done(await cli.Api.GetAsync(path + Escape(parse.GetValue(id)!), cancellationToken), answer => cli.Print.One(answer.Body))));
        return command;
    }

    /// <summary>An id in a path; the slashes of a role's path stay.</summary>
    public static string Escape(string id) => string.Join('/', id.Split('/').Select(Uri.EscapeDataString));

    /// <summary>The option of every write.</summary>
    public static Option<bool> DryRun() => new("--dry-run") { Description = "only show what would come of it" };

    /// <summary>The query string that says whether a write is only tried.</summary>
    public static string Query(ParseResult parse, Option<bool> dryRun) => parse.GetValue(dryRun) ? "?dryRun=true" : "?dryRun=false";

    /// <summary>The option of a file that is sent.</summary>
    public static Option<string> File(string description) => new("--file", "-f") { Description = $"{description}, or - for standard input", HelpName = "FILE", Required = true };

    /// <summary>A verb that changes one thing by its name.</summary>
    public static Command Change(
        string area,
        string name,
        string description,
        string argument,
        string done,
        Func<ApiClient, string, string, CancellationToken, Task<ApiAnswer>> change,
        params Option<string?>[] options)
    {
        var id = new Argument<string>(argument);
        var dryRun = DryRun();
        var command = new Verb(name, description, $"{area} {name} {argument}", $"{area} {name} {argument} --dry-run");
        command.Arguments.Add(id);
        options.ToList().ForEach(command.Options.Add);
        command.Options.Add(dryRun);
        command.SetAction((parse, cancellationToken) => CliContext.RunAsync(parse, async cli =>
        {
            var query = Query(parse, dryRun) + string.Concat(options.Where(o => parse.GetValue(o) is not null).Select(o => $"&{o.Name[2..]}={Uri.EscapeDataString(parse.GetValue(o)!)}"));
            var answer = await change(cli.Api, Escape(parse.GetValue(id)!), query, cancellationToken);
            return cli.Done(answer, a => Said(cli, a.Body, $"{area} {parse.GetValue(id)}: {done}"));
        }));
        return command;
    }

    /// <summary>Prints what a write would do, or that it is done.</summary>
    public static void Said(CliContext cli, JsonNode? body, string done)
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
