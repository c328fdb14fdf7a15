using System.Text.Json.Nodes;
using CoScheduler.Cli.Output;

namespace CoScheduler.Cli.Commands;

/// <summary>What replacing the quota would do, for people.</summary>
internal static class QuotaTrialText
{
    /// <summary>The columns of a role's bound.</summary>
    public static readonly string[] BoundColumns = ["role", "guarantee", "share"];

    /// <summary>Prints a dry run; as a table, in parts with a line above each.</summary>
    public static void Print(Printer print, JsonNode? trial)
    {
        if (print.Format != OutputFormat.Table || trial is null)
        {
            print.One(trial);
            return;
        }

        Part(print, "It would change nothing.", "It would change:", trial["differences"], part => QuotaDiffText.Print(print, part));
        Part(print, "No role would be over its limit.", "Roles that would be over their limit until what is asked back has gone:", trial["over"], part => print.List(part, "role", "used", "cap", "over"));
        Part(print, "Nothing would be asked back.", "Tasks that would be asked back:", trial["reclaims"], part => print.List(part, "task", "role", "framework", "agent", "resources", "cause", "grace"));
        Part(print, "", "How long a role would wait at most for what it may ask back, inside its guarantee and inside its share:", trial["bounds"], part => print.List(part, BoundColumns));
    }

    private static void Part(Printer print, string none, string some, JsonNode? part, Action<JsonArray> body)
    {
        if (part is not JsonArray { Count: > 0 } items)
        {
            print.Output.WriteLine(none);
            return;
        }

        print.Output.WriteLine(some);
        body(items);
        print.Output.WriteLine();
    }
}
