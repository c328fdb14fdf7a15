using System.CommandLine;
using System.Text.Json.Nodes;
using CoScheduler.Cli.Api;

namespace CoScheduler.Cli.Commands;

/// <summary>Verbs of long-running services.</summary>
internal static class ServiceCommands
{
    public static Command Create() => new("service", "Services: long-running replicas, from Kubernetes Deployment manifests.")
    {
        Apply(),
        PoolCommands.Listing("list", "Lists the services.", "v1/services", "name", "role", "replicas", "running", "pending", "reason", "message"),
        PoolCommands.Showing("show", "Shows a service with its replicas.", "NAME", "v1/services/"),
        Scale(),
        Delete(),
    };

    private static Command Apply()
    {
        var file = new Option<string>("--file", "-f") { Description = "the manifest, or - for standard input", HelpName = "FILE", Required = true };
        var dryRun = PoolCommands.DryRun();
        var command = new Command("apply", "Creates or changes a service. Example: coscheduler service apply -f examples/coupons/site.yaml") { file, dryRun };
        command.SetAction((parse, cancellationToken) => CliContext.RunAsync(parse, async cli =>
        {
            if (await FileText.ReadAsync(parse.GetValue(file)!, cli, cancellationToken) is not { } text)
            {
                return ExitCode.BadCommandLine;
            }

            return cli.Done(
                await cli.Api.PostAsync($"v1/services?dryRun={parse.GetValue(dryRun)}", ApiClient.Yaml(text), cancellationToken),
                answer =>
                {
                    foreach (var warning in answer.Body?["warnings"] as JsonArray ?? [])
                    {
                        cli.Print.Note($"coscheduler: warning: {warning}");
                    }

                    cli.Print.One(answer.Body);
                });
        }));
        return command;
    }

    private static Command Scale()
    {
        var name = new Argument<string>("NAME");
        var replicas = new Option<int>("--replicas") { Description = "how many there are to be", HelpName = "N", Required = true };
        var dryRun = PoolCommands.DryRun();
        var command = new Command("scale", "Changes the number of replicas.") { name, replicas, dryRun };
        command.SetAction((parse, cancellationToken) => CliContext.RunAsync(parse, async cli =>
            cli.Done(
                await cli.Api.PutAsync(
                    $"v1/services/{PoolCommands.Escape(parse.GetValue(name)!)}/scale?dryRun={parse.GetValue(dryRun)}",
                    ApiClient.Json(new JsonObject { ["replicas"] = parse.GetValue(replicas) }),
                    cancellationToken),
                answer => cli.Print.One(answer.Body))));
        return command;
    }

    private static Command Delete()
    {
        var name = new Argument<string>("NAME");
        var command = new Command("delete", "Ends a service and its replicas, with grace.") { name };
        command.SetAction((parse, cancellationToken) => CliContext.RunAsync(parse, async cli =>
            cli.Done(
                await cli.Api.DeleteAsync($"v1/services/{PoolCommands.Escape(parse.GetValue(name)!)}", cancellationToken),
                answer => PoolCommands.Said(cli, answer.Body, $"service {parse.GetValue(name)} deleted"))));
        return command;
    }
}
