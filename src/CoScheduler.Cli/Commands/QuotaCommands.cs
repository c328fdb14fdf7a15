using System.CommandLine;
using System.Text.Json.Nodes;
using CoScheduler.Cli.Api;
using CoScheduler.Cli.Output;

namespace CoScheduler.Cli.Commands;

/// <summary>Verbs of the tree of roles.</summary>
internal static class QuotaCommands
{
    public static Command Create() => new("quota", "Quotas: the tree of roles, shown, compared and replaced as a whole.")
    {
        Show(), Apply(), Diff(),
    };

    private static Command Show()
    {
        var command = new Command("show", "Shows the quota in force, as a file that would set it.");
        command.SetAction((parse, cancellationToken) => CliContext.RunAsync(parse, async cli =>
            cli.Done(await cli.Api.GetAsync("v1/quota", cancellationToken), answer => cli.Print.One(answer.Body))));
        return command;
    }

    private static Command Apply()
    {
        var file = FileOption();
        var dryRun = PoolCommands.DryRun();
        var command = new Command("apply", "Replaces the quota. Example: coscheduler quota apply -f quota.yaml --dry-run") { file, dryRun };
        command.SetAction((parse, cancellationToken) => CliContext.RunAsync(parse, async cli =>
        {
            if (await FileText.ReadAsync(parse.GetValue(file)!, cli, cancellationToken) is not { } text)
            {
                return ExitCode.BadCommandLine;
            }

            var current = await cli.Api.GetAsync("v1/quota", cancellationToken);
            if (!current.Ok)
            {
                return cli.Done(current, _ => { });
            }

            var answer = await cli.Api.PutAsync($"v1/quota?dryRun={parse.GetValue(dryRun)}", ApiClient.Yaml(text), cancellationToken, ("If-Match", current.ETag ?? "*"));
            return cli.Done(answer, a => PoolCommands.Said(cli, a.Body, "quota applied"));
        }));
        return command;
    }

    private static Command Diff()
    {
        var file = FileOption();
        var command = new Command("diff", "Shows where a file differs from the quota in force; exits 1 if it does.") { file };
        command.SetAction((parse, cancellationToken) => CliContext.RunAsync(parse, async cli =>
        {
            if (await FileText.ReadAsync(parse.GetValue(file)!, cli, cancellationToken) is not { } text)
            {
                return ExitCode.BadCommandLine;
            }

            var current = await cli.Api.GetAsync("v1/quota", cancellationToken);
            if (!current.Ok)
            {
                return cli.Done(current, _ => { });
            }

            var (tree, errors) = Server.Quota.QuotaFile.Parse(text);
            if (tree is null)
            {
                cli.Print.Note(string.Join(Environment.NewLine, errors.Select(e => $"coscheduler: {e.Pointer}: {e.Detail}")));
                return ExitCode.Refused;
            }

            return Print(cli, YamlText.Of(current.Body).Split('\n'), YamlText.Of(JsonNode.Parse(Server.Quota.QuotaText.ToJson(tree).ToJsonString())).Split('\n'));
        }));
        return command;
    }

    private static int Print(CliContext cli, string[] before, string[] after)
    {
        var differences = LineDiff.Of(before, after);
        foreach (var line in differences)
        {
            cli.Print.Output.WriteLine(line);
        }

        return differences.Any(l => l[0] != ' ') ? ExitCode.Failed : ExitCode.Ok;
    }

    private static Option<string> FileOption() => new("--file", "-f") { Description = "the quota file, or - for standard input", HelpName = "FILE", Required = true };
}
