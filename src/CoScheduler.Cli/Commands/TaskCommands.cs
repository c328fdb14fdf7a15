using System.CommandLine;

namespace CoScheduler.Cli.Commands;

/// <summary>Verbs of tasks.</summary>
internal static class TaskCommands
{
    public static Command Create() => new("task", "Tasks: what runs on the agents.")
    {
        PoolCommands.Listing("list", "Lists the tasks.", "v1/tasks", "id", "kind", "role", "agent", "resources", "state", "elastic", "started"),
        PoolCommands.Showing("show", "Shows a task.", "ID", "v1/tasks/"),
        Logs(),
        Kill(),
    };

    private static Command Logs()
    {
        var id = new Argument<string>("ID");
        var follow = new Option<bool>("--follow") { Description = "go on until the task ends" };
        var stdout = new Option<bool>("--stdout") { Description = "its standard output; else its standard error" };
        var command = new Command("logs", "Prints the end of a task's log.") { id, follow, stdout };
        command.SetAction((parse, cancellationToken) => CliContext.RunAsync(parse, async cli =>
        {
            await using var output = Console.OpenStandardOutput();
            var query = $"?follow={parse.GetValue(follow)}&stream={(parse.GetValue(stdout) ? "out" : "error")}";
            return cli.Done(await cli.Api.CopyAsync($"v1/tasks/{PoolCommands.Escape(parse.GetValue(id)!)}/logs{query}", output, cancellationToken), _ => { });
        }));
        return command;
    }

    private static Command Kill()
    {
        var id = new Argument<string>("ID");
        var grace = new Option<string?>("--grace") { Description = "how long it may take to go (default: its role's grace)", HelpName = "DURATION" };
        var dryRun = PoolCommands.DryRun();
        var command = new Command("kill", "Ends a task: its polite signal, grace, then the kill.") { id, grace, dryRun };
        command.SetAction((parse, cancellationToken) => CliContext.RunAsync(parse, async cli =>
        {
            var query = $"?dryRun={parse.GetValue(dryRun)}" + (parse.GetValue(grace) is { } g ? "&grace=" + Uri.EscapeDataString(g) : "");
            return cli.Done(
                await cli.Api.DeleteAsync($"v1/tasks/{PoolCommands.Escape(parse.GetValue(id)!)}{query}", cancellationToken),
                answer => PoolCommands.Said(cli, answer.Body, $"task {parse.GetValue(id)} asked to go"));
        }));
        return command;
    }
}
