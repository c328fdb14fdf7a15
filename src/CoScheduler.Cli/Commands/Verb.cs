using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace CoScheduler.Cli.Commands;

/// <summary>A verb, with examples at the end of its help.</summary>
internal sealed class Verb(string name, string description, params string[] examples) : Command(name, description)
{
    /// <summary>Whole lines, as they would be typed.</summary>
    public IReadOnlyList<string> Examples { get; } = [.. examples.Select(e => $"coscheduler {e}")];

    /// <summary>Makes the help of a program show its verbs' examples.</summary>
    public static void ShowExamples(RootCommand root)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
    }

    private sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            var exit = help.Invoke(parseResult);
            if (parseResult.CommandResult.Command is Verb verb)
            {
                parseResult.InvocationConfiguration.Output.WriteLine($"{(verb.Examples.Count == 1 ? "Example" : "Examples")}:\n  {string.Join("\n  ", verb.Examples)}\n");
            }

            return exit;
        }
    }
}
