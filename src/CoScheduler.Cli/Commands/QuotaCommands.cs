using System.CommandLine;
using System.Text.Json.Nodes;
using CoScheduler.Cli.Api;
using CoScheduler.Cli.Output;

namespace CoScheduler.Cli.Commands;

/// <summary>Verbs of the tree of roles.</summary>
internal static class QuotaCommands
{
    private const string Route = "v1/quota";
    private const string History = $"{Route}/history";

    public static Command Create() => new("quota", "Quotas: the tree of roles, shown, compared and replaced as a whole.")
    {
        Show(),
        Apply(),
        Diff(),
        Versions(),
        Rollback(),
    };

    private static Command Show()
    {
        var version = new Option<long?>("--version") { Description = "as it was in this version (default: what is in force)", HelpName = "N" };
        var command = new Verb("show", "Shows a quota, as a file that would set it.", "quota show > quota.yaml", "quota show --version 3");
        command.Options.Add(version);
        command.SetAction((parse, cancellationToken) => CliContext.RunAsync(parse, async cli =>
        {
            if (parse.GetValue(version) is { } number)
            {
                return cli.Done(await cli.Api.GetAsync($"{History}/{number}", cancellationToken), answer => cli.Print.One(answer.Body?["quota"]));
            }

            var answer = await cli.Api.GetAsync(Route, cancellationToken);
            await WarnAsync(cli, cancellationToken);
            return cli.Done(answer, a => cli.Print.One(a.Body));
        }));
        return command;
    }

    private static Command Apply()
    {
        var (file, dryRun, comment) = (Verbs.File("the quota file"), Verbs.DryRun(), Comment());
        var command = new Verb(
            "apply",
            "Replaces the quota, and prints how long each role waits at most for what it may ask back.",
            "quota apply -f quota.yaml --dry-run",
            "quota apply -f quota.yaml --comment noon-peak");
        command.Options.Add(file);
        command.Options.Add(comment);
        command.Options.Add(dryRun);
        command.SetAction((parse, cancellationToken) => CliContext.RunAsync(parse, async cli => await FileText.ReadAsync(parse.GetValue(file)!, cli, cancellationToken) is { } text
            ? await ReplaceAsync(
                cli,
                parse.GetValue(dryRun),
                "quota applied",
                (query, match) => cli.Api.PutAsync($"{Route}{query}{Because(parse.GetValue(comment))}", ApiClient.Yaml(text), cancellationToken, match),
                cancellationToken)
            : ExitCode.BadCommandLine));
        return command;
    }

    private static Command Rollback()
    {
        var version = new Argument<long>("VERSION") { Description = "a version of `quota history`" };
        var (dryRun, comment) = (Verbs.DryRun(), Comment());
        var command = new Verb("rollback", "Puts the quota of a version into force again, as a new version.", "quota rollback 3 --dry-run", "quota rollback 3");
        command.Arguments.Add(version);
        command.Options.Add(comment);
        command.Options.Add(dryRun);
        command.SetAction((parse, cancellationToken) => CliContext.RunAsync(parse, cli => ReplaceAsync(
            cli,
            parse.GetValue(dryRun),
            $"quota is as in version {parse.GetValue(version)} again",
            (query, match) => cli.Api.PostAsync($"{History}/{parse.GetValue(version)}/rollback{query}{Because(parse.GetValue(comment))}", null, cancellationToken, match),
            cancellationToken)));
        return command;
    }

    private static Command Versions()
    {
        var limit = new Option<int?>("--limit") { Description = "how many at most (default: all)", HelpName = "N" };
        var command = new Verb("history", "Lists who changed the quota, when and why, the newest first.", "quota history", "quota history --limit 5 -o json");
        command.Options.Add(limit);
        command.SetAction((parse, cancellationToken) => CliContext.RunAsync(parse, async cli =>
            cli.Done(await cli.Api.ListAsync(History, parse.GetValue(limit), cancellationToken), answer =>
            {
                if (cli.Print.Format != OutputFormat.Table)
                {
                    cli.Print.List(answer.Body);
                    return;
                }

                foreach (var item in answer.Body as JsonArray ?? [])
                {
                    item!["changes"] = new JsonArray([.. QuotaDiffText.Summary(item["differences"]).Select(change => JsonValue.Create(change))]);
                }

                cli.Print.List(answer.Body, "version", "at", "by", "comment", "changes");
            })));
        return command;
    }

    private static Command Diff()
    {
        var file = Verbs.File("the quota file");
        var command = new Verb("diff", "Shows what applying a file would change; exits 1 if it would change anything.", "quota diff -f quota.yaml");
        command.Options.Add(file);
        command.SetAction((parse, cancellationToken) => CliContext.RunAsync(parse, async cli =>
        {
            if (await FileText.ReadAsync(parse.GetValue(file)!, cli, cancellationToken) is not { } text)
            {
                return ExitCode.BadCommandLine;
            }

            var answer = await cli.Api.PutAsync($"{Route}?dryRun=true", ApiClient.Yaml(text), cancellationToken);
            if (!answer.Ok)
            {
                return cli.Done(answer, _ => { });
            }

            var differences = answer.Body?["differences"] as JsonArray ?? [];
            QuotaDiffText.Print(cli.Print, differences);
            return differences.Count == 0 ? ExitCode.Ok : ExitCode.Failed;
        }));
        return command;
    }

    /// <summary>Replaces what was there when it was looked at, or shows what would come of it.</summary>
    private static async Task<int> ReplaceAsync(
        CliContext cli,
        bool dryRun,
        string done,
        Func<string, (string Name, string Value), Task<ApiAnswer>> change,
        CancellationToken cancellationToken)
    {
        var current = await cli.Api.GetAsync(Route, cancellationToken);
        if (!current.Ok)
        {
            return cli.Done(current, _ => { });
        }

        var answer = await change(dryRun ? "?dryRun=true" : "?dryRun=false", ("If-Match", current.ETag ?? "*"));
        if (!answer.Ok || dryRun)
        {
            return cli.Done(answer, a => QuotaTrialText.Print(cli.Print, a.Body));
        }

        cli.Print.Note(done);
        return cli.Done(await cli.Api.GetAsync($"{Route}/bounds", cancellationToken), a => cli.Print.List(a.Body?["items"], QuotaTrialText.BoundColumns));
    }

    private static async Task WarnAsync(CliContext cli, CancellationToken cancellationToken)
    {
        var file = await cli.Api.GetAsync($"{Route}/file", cancellationToken);
        if (file.Ok && file.Body?["message"] is { } message)
        {
            cli.Print.Note($"warning: {message}");
        }
    }

    private static Option<string?> Comment() => new("--comment") { Description = "why, for the history", HelpName = "TEXT" };

    private static string Because(string? comment) => comment is null ? "" : $"&comment={Uri.EscapeDataString(comment)}";
}
