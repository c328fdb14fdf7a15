using System.CommandLine;
using CoScheduler.Cli.Output;

namespace CoScheduler.Cli.Commands;

/// <summary>The options of every verb.</summary>
internal static class GlobalOptions
{
    public static readonly Option<string> Server = new("--server")
    {
        Description = "the server's URL ($COSCHEDULER_SERVER)",
        HelpName = "URL",
        Recursive = true,
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("COSCHEDULER_SERVER") ?? "http://127.0.0.1:7070",
    };

    public static readonly Option<string?> TokenFile = new("--token-file")
    {
        Description = "a file that holds the token; else $COSCHEDULER_TOKEN",
        HelpName = "FILE",
        Recursive = true,
    };

    public static readonly Option<string> Output = OutputOption();

    /// <summary>The form of output.</summary>
    public static OutputFormat Format(ParseResult parse) => Enum.Parse<OutputFormat>(parse.GetValue(Output)!, ignoreCase: true);

    /// <summary>The token, or null.</summary>
    public static string? Token(ParseResult parse) =>
        parse.GetValue(TokenFile) is { } file ? File.ReadAllText(file).Trim() : Environment.GetEnvironmentVariable("COSCHEDULER_TOKEN");

    private static Option<string> OutputOption()
    {
        var output = new Option<string>("--output", "-o")
        {
            Description = "the form of what is printed",
            HelpName = "table|json|yaml",
            Recursive = true,
            DefaultValueFactory = _ => "table",
        };
        output.AcceptOnlyFromAmong("table", "json", "yaml");
        return output;
    }
}
