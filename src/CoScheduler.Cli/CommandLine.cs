using System.CommandLine;
using System.Runtime.InteropServices;
using CoScheduler.Cli.Commands;

namespace CoScheduler.Cli;

/// <summary>The program's verbs.</summary>
internal static class CommandLine
{
    public static RootCommand Create()
    {
        var root = new RootCommand(
            "CoScheduler: one pool of machines that Spark, services and any other framework share elastically, and analyses on request.\n\n"
            + "Examples:\n"
            + "  coscheduler demo                                   the whole story on embedded defaults\n"
            + "  coscheduler up                                     the server\n"
            + "  coscheduler request send coupons -p customer=7 -p lat=48.2 -p lon=16.37\n"
            + "  coscheduler explain role analytics                 why does it wait?");
        root.Options.Add(GlobalOptions.Server);
        root.Options.Add(GlobalOptions.TokenFile);
        root.Options.Add(GlobalOptions.Output);
        root.Subcommands.Add(UpCommand.Create());
        root.Subcommands.Add(Demo.DemoCommand.Create());
        root.Subcommands.Add(RequestCommands.Create());
        root.Subcommands.Add(QuotaCommands.Create());
        root.Subcommands.Add(ServiceCommands.Create());
        root.Subcommands.Add(TaskCommands.Create());
        root.Subcommands.Add(Simulation.SimulateCommand.Create());
        root.Subcommands.Add(Simulation.WhatIfCommand.Create());
        root.Subcommands.Add(CompletionCommand.Create());
        foreach (var command in PoolCommands.Create().Concat(LookCommands.Create()))
        {
            root.Subcommands.Add(command);
        }

        Verb.ShowExamples(root);
        return root;
    }

    /// <summary>Runs the program.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="output">Gets results.</param>
    /// <param name="error">Gets everything else.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        // Who names no verb wants to know which there are.
        var parse = Create().Parse(args is [] ? ["--help"] : args);
        if (parse.Errors.Count > 0)
        {
            foreach (var message in Faults(parse))
            {
                await error.WriteLineAsync($"coscheduler: {message}");
            }

            await error.WriteLineAsync($"coscheduler: see `{string.Join(' ', Path(parse.CommandResult).Prepend("coscheduler"))} --help`.");
            return ExitCode.BadCommandLine;
        }

        var interrupted = false;
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
        {
            interrupted = true;
            Stop(signal);
        });
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            var console = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Output = output, Error = error };
            var exit = await parse.InvokeAsync(console, stop.Token);
            return exit == ExitCode.Ok && interrupted ? ExitCode.Interrupted : exit;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
        catch (Exception e)
        {
            await error.WriteLineAsync($"coscheduler: internal: {e.Message} This is a fault of the program:\n{e}");
            return ExitCode.Failed;
        }

        // The first signal asks; the next one, if it takes too long, ends the program as signals do.
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        }
    }

    /// <summary>What is wrong with the line; that a verb is missing goes without saying where a word was taken for none.</summary>
    private static IEnumerable<string> Faults(ParseResult parse) => parse.UnmatchedTokens.Count > 0 && parse.CommandResult.Command.Subcommands.Count > 0
        ? parse.UnmatchedTokens.Select(word => $"there is no '{word}' here; it knows {string.Join(", ", parse.CommandResult.Command.Subcommands.Select(verb => verb.Name))}.")
        : Lacking(parse) is { Count: > 0 } lacking
            ? [$"{string.Join(" and ", lacking.Select(argument => argument.Name))} {(lacking.Count == 1 ? "is" : "are")} missing; write `{Usage(parse.CommandResult)}`."]
            : parse.Errors.Select(fault => WithoutType(fault.Message));

    /// <summary>The library ends with the name of a .NET type what it can't read: nobody can write one.</summary>
    private static string WithoutType(string message) =>
        message.IndexOf(" as expected type ", StringComparison.Ordinal) is var end and >= 0 ? message[..end] + "." : message;

    /// <summary>The arguments that a verb must have and has not.</summary>
    private static List<Argument> Lacking(ParseResult parse) =>
        [.. parse.CommandResult.Command.Arguments.Where(argument => argument.Arity.MinimumNumberOfValues > (parse.GetResult(argument)?.Tokens.Count ?? 0))];

    private static string Usage(System.CommandLine.Parsing.CommandResult verb) =>
        string.Join(' ', Path(verb).Prepend("coscheduler").Concat(verb.Command.Arguments.Select(argument => argument.Name)));

    private static IEnumerable<string> Path(System.CommandLine.Parsing.CommandResult command) =>
        command.Parent is System.CommandLine.Parsing.CommandResult parent ? Path(parent).Append(command.Command.Name) : [];
}
