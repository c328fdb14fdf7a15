using System.Globalization;
using System.Text.Json.Nodes;
using CoScheduler.Cli.Output;
using CoScheduler.Pool;

namespace CoScheduler.Cli.Commands;

/// <summary>Why something is as it is, for people: the sentence first, then who is in the way, then the numbers and what happened last.</summary>
internal static class ExplanationText
{
    private static readonly string[] Resources = [ResourceVector.Cpus, ResourceVector.Memory, ResourceVector.Gpus, ResourceVector.Disk];

    /// <summary>Prints an explanation; as a table, in paragraphs.</summary>
    public static void Print(Printer print, JsonNode? explanation)
    {
        if (print.Format != OutputFormat.Table || explanation is null)
        {
            print.One(explanation);
            return;
        }

        print.Output.WriteLine(Head(explanation));
        Sentence(print, explanation);
        Line(print, "ahead", explanation["ahead"]);
        Line(print, "expected", explanation["expected"] is { } expected ? JsonValue.Create(Cells.Of(expected)) : null);
        Line(print, "numbers", explanation["numbers"] is JsonObject { Count: > 0 } numbers ? JsonValue.Create(Numbers(numbers)) : null);
        Blockers(print, explanation["blockedBy"]);
        Last(print, explanation["last"]);
    }

    /// <summary>Numbers of resources as amounts, by what they are numbers of: <c>used cpus:2,mem:1Gi</c>.</summary>
    public static string Numbers(JsonObject numbers) => string.Join("; ", numbers
        .GroupBy(number => Split(number.Key).Group, StringComparer.Ordinal)
        .Select(group => $"{group.Key} {Amount(group)}".Trim()));

    private static string Head(JsonNode explanation)
    {
        var role = explanation["role"]?.ToString() is { } name && name != explanation["id"]?.ToString() ? $" of {name}" : "";
        var since = explanation["since"] is { } moment ? $" since {Cells.Of(moment)}" : "";
        return $"{explanation["kind"]} {explanation["id"]}{role}: {explanation["state"]}{since}";
    }

    private static void Sentence(Printer print, JsonNode explanation)
    {
        var reason = explanation["reason"] is { } code ? $" ({code})" : "";
        if (explanation["message"] is { } message)
        {
            print.Output.WriteLine($"{message}{reason}");
        }
    }

    private static void Line(Printer print, string name, JsonNode? value)
    {
        if (value is not null)
        {
            print.Output.WriteLine($"{name}: {value}");
        }
    }

    private static void Blockers(Printer print, JsonNode? blockers)
    {
        if (blockers is JsonArray { Count: > 0 } some)
        {
            print.Output.WriteLine("\nIn its way:");
            print.List(some, "kind", "id", "role", "amount");
        }
    }

    private static void Last(Printer print, JsonNode? last)
    {
        if (last is JsonArray { Count: > 0 } decisions)
        {
            print.Output.WriteLine("\nThe last decisions on it:");
            foreach (var decision in decisions)
            {
                print.Output.WriteLine($"  {decision}");
            }
        }
    }

    private static (string Group, string? Resource) Split(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var resource = name[(dot + 1)..];
        return Resources.Contains(resource) || dot > 0 ? (name[..Math.Max(0, dot)], resource) : (name, null);
    }

    private static string Amount(IEnumerable<KeyValuePair<string, JsonNode?>> group)
    {
        var vector = ResourceVector.Empty;
        var texts = new List<string>();
        foreach (var (name, value) in group)
        {
            var amount = value!.GetValue<long>();
            if (Split(name).Resource is not { } resource)
            {
                texts.Add(amount.ToString(CultureInfo.InvariantCulture));
            }
            else if (amount >= 0)
            {
                vector = vector.With(resource, amount);
            }
            else
            {
                texts.Add(string.Create(CultureInfo.InvariantCulture, $"{resource}:{amount}"));
            }
        }

        var amounts = vector.ToString();
        return string.Join(",", amounts.Length > 0 ? texts.Prepend(amounts) : texts);
    }
}
