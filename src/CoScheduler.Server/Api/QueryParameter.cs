using System.Globalization;
using System.Text.Json;
using CoScheduler.Analyses;
using CoScheduler.Pool;

namespace CoScheduler.Server.Api;

/// <summary>A parameter of a route's query string. Requests are judged by it, and the OpenAPI document shows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">One line, for people.</param>
/// <param name="Type">The JSON Schema type of its value.</param>
/// <param name="Fault">What is wrong with a value, in one sentence, or null.</param>
internal sealed record QueryParameter(string Name, string Description, string Type, Func<string, string?> Fault)
{
    /// <summary>The name of the parameter that keeps a write from being done.</summary>
    public const string DryRunName = "dryRun";

    /// <summary>How many items a page has at most.</summary>
    public const int MostItems = 1000;

    public static readonly QueryParameter DryRun = Flag(DryRunName, "Only say what would come of it.");
    public static readonly QueryParameter Limit = Whole("limit", 1, MostItems, $"How many items at most, {MostItems} and no more (default 100).");
    public static readonly QueryParameter After = Text("after", "What a page's `next` had: what continues the list.");
    public static readonly QueryParameter Role = Text("role", "Only of this role and those below it.");

    /// <summary>The words that a value must be one of; empty for any value.</summary>
    public IReadOnlyList<string> Words { get; private init; } = [];

    /// <summary>Any text.</summary>
    public static QueryParameter Text(string name, string description) => new(name, description, "string", _ => null);

    /// <summary>True or false; given without a value, true.</summary>
    public static QueryParameter Flag(string name, string description) =>
        new(name, description, "boolean", text => RequestQuery.ReadFlag(text) is null ? $"'{name}' must be true or false, not '{text}'." : null);

    /// <summary>A whole number inside bounds.</summary>
    public static QueryParameter Whole(string name, long least, long most, string description) => new(
        name,
        description,
        "integer",
        text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? null
            : $"'{name}' must be a whole number from {least} to {most}, not '{text}'.");

    /// <summary>A length of time.</summary>
    public static QueryParameter Time(string name, string description) =>
        new(name, description, "string", text => Duration.TryParse(text, out _, out var error) ? null : $"'{name}': {error}");

    /// <summary>One of several words.</summary>
    public static QueryParameter Word(string name, string description, IReadOnlyList<string> words) =>
        new(name, description, "string", text => words.Contains(text) ? null : $"'{name}' can't be '{text}'; {Suggestion.Sentence(text, words)}") { Words = words };

    /// <summary>The state of what is listed.</summary>
    public static QueryParameter State<T>()
        where T : struct, Enum =>
        Word("state", "Only in this state.", [.. Enum.GetNames<T>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)]);
}
