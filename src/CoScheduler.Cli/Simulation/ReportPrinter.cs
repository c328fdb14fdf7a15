using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CoScheduler.Cli.Output;
using CoScheduler.Simulation.Reports;

namespace CoScheduler.Cli.Simulation;

/// <summary>Prints what came of a simulation.</summary>
internal static class ReportPrinter
{
    private const int MostSentences = 10;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static int Print(Printer print, SimulationReport report, string title, string? svg)
    {
        if (svg is not null && !Draw(print, report, title, svg))
        {
            return ExitCode.Failed;
        }

        if (print.Format == OutputFormat.Table)
        {
            print.Output.WriteLine(title);
            print.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{ReportText.Time(report.End)} of virtual time, {report.Commands} commands"));
            print.Output.Write(TextTable.Render(ReportText.Columns(report), ReportText.Rows(report)));
        }
        else
        {
            print.One(Node(report));
        }

        Say(print, "refused", report.Refused);
        Say(print, "never placed", report.Never);

        return report.Refused.IsEmpty ? ExitCode.Ok : ExitCode.Refused;
    }

    public static JsonNode? Node(object value) => JsonSerializer.SerializeToNode(value, Json);

    public static void Say(Printer print, string what, ImmutableArray<string> sentences)
    {
        foreach (var sentence in sentences.Take(MostSentences))
        {
            print.Note($"coscheduler: {what}: {sentence}");
        }

        if (sentences.Length > MostSentences)
        {
            print.Note($"coscheduler: {what}: {sentences.Length - MostSentences} more; -o json lists them.");
        }
    }

    private static bool Draw(Printer print, SimulationReport report, string title, string file)
    {
        try
        {
            File.WriteAllText(file, SvgPicture.Of(report, title));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            print.Note($"coscheduler: unwritable_file: {file} can't be written: {e.Message}");
            return false;
        }
    }
}
