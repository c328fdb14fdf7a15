using System.CommandLine;
using System.Text.Json.Nodes;
using CoScheduler.Cli.Api;
using CoScheduler.Cli.Output;

namespace CoScheduler.Cli.Commands;

/// <summary>Verbs of the tree of roles.</summary>
internal static class QuotaCommands
{
    private const string Route = "v1/quota";

    public static Command Create() => new("quota", "Quotas: the tree of roles, shown, compared and replaced as a whole.")
    {
        Show(),
        WithFile("apply", "Replaces the quota.", ["quota apply -f quota.yaml", "quota apply -f quota.yaml --dry-run"], ApplyAsync),
        WithFile("diff", "Shows where a file differs from the quota in force; exits 1 if it does.", ["quota diff -f quota.yaml"], DiffAsync),
    };

    private static Command Show()
    {
        var command = new Verb("show", "Shows the quota in force, as a file that would set it.", "quota show > quota.yaml");
        command.SetAction((parse, cancellationToken) => CliContext.RunAsync(parse, async cli =>
            cli.Done(await cli.Api.GetAsync(Route, cancellationToken), answer => cli.Print.One(answer.Body))));
        return command;
    }

    private static Command WithFile(string name, string description, string[] examples, Func<CliContext, string, ApiAnswer, bool, CancellationToken, Task<int>> act)
    {
        var file = Verbs.File("the quota file");
        var dryRun = Verbs.DryRun();
        var command = new Verb(name, description, examples);
        command.Options.Add(file);
        if (name == "apply")
        {
            command.Options.Add(dryRun);
        }

        command.SetAction((parse, cancellationToken) => CliContext.RunAsync(parse, async cli =>
        {
            if (await FileText.ReadAsync(parse.GetValue(file)!, cli, cancellationToken) is not { } text)
            {
                return ExitCode.BadCommandLine;
            }

            var current = await cli.Api.GetAsync(Route, cancellationToken);
            return current.Ok ? await act(cli, text, current, name == "apply" && parse.GetValue(dryRun), cancellationToken) : cli.Done(current, _ => { });
        }));
        return command;
    }

    private static async Task<int> ApplyAsync(CliContext cli, string text, ApiAnswer current, bool dryRun, CancellationToken cancellationToken)
    {
        var answer = await cli.Api.PutAsync($"{Route}?dryRun={(dryRun ? "true" : "false")}", ApiClient.Yaml(text), cancellationToken, ("If-Match", current.ETag ?? "*"));
        return cli.Done(answer, a => Verbs.Said(cli, a.Body, "quota applied"));
    }

    private static async Task<int> DiffAsync(CliContext cli, string text, ApiAnswer current, bool dryRun, CancellationToken cancellationToken)
    {
        var answer = await cli.Api.PutAsync($"{Route}?dryRun=true", ApiClient.Yaml(text), cancellationToken);
        if (!answer.Ok)
        {
            return cli.Done(answer, _ => { });
        }

        var differences = LineDiff.Of(Lines(current.Body), Lines(answer.Body?["quota"]));
        foreach (var line in differences)
        {
            cli.Print.Output.WriteLine(line);
        }

        return differences.Count == 0 ? ExitCode.Ok : ExitCode.Failed;
    }

    private static string[] Lines(JsonNode? quota) => YamlText.Of(quota).TrimEnd('\n').Split('\n');
}
