using System.Text.Json.Nodes;
using CoScheduler.Cli.Output;

namespace CoScheduler.Cli.Commands;

/// <summary>What differs between two quotas, for people: a role, and a line for each of its fields.</summary>
internal static class QuotaDiffText
{
    /// <summary>Prints the differences; as a table, <c>-</c> and <c>+</c> in front of what goes and what comes.</summary>
    public static void Print(Printer print, JsonArray differences)
    {
        if (print.Format != OutputFormat.Table)
        {
            print.One(differences);
            return;
        }

        foreach (var role in differences)
        {
            var change = role!["change"]!.ToString();
            print.Output.WriteLine(change == "changed" ? $"{role["role"]}:" : $"{role["role"]}: {change}");
            foreach (var field in role["fields"]!.AsArray())
            {
                Line(print, '-', field!["field"], field["before"]);
                Line(print, '+', field["field"], field["after"]);
            }
        }
    }

    /// <summary>The roles of differences, in a word or two each.</summary>
    public static IEnumerable<string> Summary(JsonNode? differences) => (differences as JsonArray ?? []).Select(role =>
        role!["change"]!.ToString() is "changed" ? $"{role["role"]}({string.Join(' ', role["fields"]!.AsArray().Select(f => f!["field"]))})" : $"{role["change"]} {role["role"]}");

    private static void Line(Printer print, char sign, JsonNode? field, JsonNode? value)
    {
        if (value is not null)
        {
            print.Output.WriteLine($"{sign}   {field}: {value}");
        }
    }
}
