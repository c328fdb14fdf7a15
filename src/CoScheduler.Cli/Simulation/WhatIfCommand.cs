using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CoScheduler.Cli.Commands;
using CoScheduler.Cli.Output;
using CoScheduler.Master;
using CoScheduler.Pool;
using CoScheduler.Simulation.Reports;
using CoScheduler.Simulation.WhatIf;
using CoScheduler.Storage.Journal;

namespace CoScheduler.Cli.Simulation;

/// <summary><c>whatif</c>: what a recorded past would have been under another quota.</summary>
internal static class WhatIfCommand
{
    private static readonly Option<string> Journal = new("--journal") { Description = "the journal.db of a server's state folder; a running server may hold it", HelpName = "FILE", Required = true };

    private static readonly Option<string> Quota = new("--quota") { Description = "the quota to try", HelpName = "FILE", Required = true };

    public static System.CommandLine.Command Create()
    {
        var command = new Verb(
            "whatif",
            "Tries a quota on what has happened: extracts from a journal the agents, the work that arrived, how long it ran and how it failed, and simulates that under "
            + "the quota that was in force and under another. ERROR is the simulation's own: what was recorded against the same simulated again. Work that was given up is "
            + "given up at the same time again. Needs no server, and changes nothing.",
            "whatif --journal state/journal.db --quota quota.yaml",
            "whatif --journal state/journal.db --quota quota.yaml -o json");
        command.Options.Add(Journal);
        command.Options.Add(Quota);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var print = new Printer(GlobalOptions.Format(parse), parse.InvocationConfiguration.Output, parse.InvocationConfiguration.Error);
        if (await QuotaOption.ReadAsync(parse.GetValue(Quota), QuotaTree.Default, print, cancellationToken) is not { } quota)
        {
            return ExitCode.BadCommandLine;
        }

        RecordedPast past;
        try
        {
            past = Read(parse.GetValue(Journal)!);
        }
        catch (JournalException e)
        {
            print.Note($"coscheduler: {e.Code}: {e.Message}");
            return ExitCode.Failed;
        }

        var report = await Task.Run(() => WhatIfRun.Play(past, quota, cancellationToken), cancellationToken);
        Print(print, report);
        return ExitCode.Ok;
    }

    private static RecordedPast Read(string path)
    {
        var journal = SqliteJournalReader.Read(path);
        if (journal.Records.Count == 0)
        {
            throw new JournalException("journal_empty", $"The journal {path} has no records; let its server work first.");
        }

        var steps = journal.Records.Select(record => new RecordedStep(record.At, record.Command, record.Decisions));
        return new RecordedPast([.. steps], journal.Records[0].Number > 1 && journal.State is { } state ? Import(path, state) : null);
    }

    private static PoolSnapshot Import(string path, byte[] state)
    {
        try
        {
            return ResourcePool.Import(state).Snapshot();
        }
        catch (JsonException e)
        {
            throw new JournalException("journal_newer", $"The state in the journal {path} can't be read: {e.Message}", e);
        }
    }

    private static void Print(Printer print, WhatIfReport report)
    {
        if (print.Format != OutputFormat.Table)
        {
            var node = ReportPrinter.Node(report)!;
            foreach (var part in new[] { "recorded", "again", "changed" })
            {
                (node[part] as JsonObject)?.Remove("timeline");
            }

            print.One(node);
            return;
        }

        var rows = report.Comparisons.Select(c => (IReadOnlyList<string>)[c.Role, c.Figure, Text(c, c.Recorded), Text(c, c.Again), Signed(c, c.Error), Text(c, c.Changed), Signed(c, c.Difference)]).ToList();
        print.Output.Write(TextTable.Render(["ROLE", "FIGURE", "RECORDED", "AGAIN", "ERROR", "CHANGED", "DIFFERENCE"], rows));
        print.Note($"coscheduler: {report.Pieces} pieces of work over {ReportText.Time(report.Recorded.End - report.Recorded.Start)}, {report.UnknownLengths} of unknown length{(report.Whole ? "" : "; the journal's beginning is no longer there")}.");
        ReportPrinter.Say(print, "never placed", report.Changed.Never);
    }

    private static string Signed(Comparison figure, double value) => value < 0 ? $"-{Text(figure, -value)}" : value > 0 ? $"+{Text(figure, value)}" : "0";

    private static string Text(Comparison figure, double value) => figure.Figure switch
    {
        "waitP50" or "waitP90" or "waitMax" => ReportText.Time((long)value),
        "waiting" or "evicted" or "completed" or "failed" => value.ToString("0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.0%", CultureInfo.InvariantCulture),
    };
}
