using System.CommandLine;

namespace CoScheduler.Cli.Commands;

/// <summary>Verbs of tasks.</summary>
internal static class TaskCommands
{
    private static readonly string[] States = ["running", "granted", "launching", "reclaiming", "killing", "stuck"];

    public static Command Create() => new("task", "Tasks: what runs on the agents.")
    {
        Verbs.List("task", "Lists the tasks.", "v1/tasks", States, "id", "kind", "role", "agent", "resources", "state", "elastic", "started"),
        Verbs.Show("task", "Shows a task.", "ID", "v1/tasks/"),
        Logs(),
        Verbs.Change(
            "task",
            "kill",
            "Ends a task: its polite signal, grace, then the kill.",
            "ID",
            "asked to go",
            (api, id, query, cancellationToken) => api.DeleteAsync($"v1/tasks/{id}{query}", cancellationToken),
            new Option<string?>("--grace") { Description = "how long it may take to go (default: its role's grace)", HelpName = "DURATION" }),
    };

    private static Command Logs()
    {
        var id = new Argument<string>("ID");
        var follow = new Option<bool>("--follow") { Description = "go on until the task ends" };
        var stdout = new Option<bool>("--stdout") { Description = "its standard output; else its standard error" };
        var command = new Verb("logs", "Prints the end of a task's log.", "task logs ID", "task logs ID --follow --stdout");
        command.Arguments.Add(id);
        command.Options.Add(follow);
        command.Options.Add(stdout);
        command.SetAction((parse, cancellationToken) => CliContext.RunAsync(parse, async cli =>
        {
            await using var output = Console.OpenStandardOutput();
            var query = $"?follow={(parse.GetValue(follow) ? "true" : "false")}&stream={(parse.GetValue(stdout) ? "out" : "error")}";
            return cli.Done(await cli.Api.CopyAsync($"v1/tasks/{Verbs.Escape(parse.GetValue(id)!)}/logs{query}", output, cancellationToken), _ => { });
        }));
        return command;
    }
}
