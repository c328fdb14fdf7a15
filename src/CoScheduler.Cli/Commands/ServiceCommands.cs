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
        Verbs.List("service", "Lists the services.", "v1/services", ["running", "pending", "deleting"], "name", "role", "state", "replicas", "running", "pending", "reason", "message"),
        Verbs.Show("service", "Shows a service with its replicas.", "NAME", "v1/services/"),
        Scale(),
        Verbs.Change(
            "service",
            "delete",
            "Ends a service and its replicas, with grace.",
            "NAME",
            "deleted",
            (api, name, query, cancellationToken) => api.DeleteAsync($"v1/services/{name}{query}", cancellationToken)),
    };

    private static Command Apply()
    {
        var file = Verbs.File("the manifest");
        var dryRun = Verbs.DryRun();
        var command = new Verb("apply", "Creates or changes services.", "service apply -f examples/coupons/site.yaml", "service apply -f - --dry-run < site.yaml");
        command.Options.Add(file);
        command.Options.Add(dryRun);
        command.SetAction((parse, cancellationToken) => CliContext.RunAsync(parse, async cli =>
        {
            if (await FileText.ReadAsync(parse.GetValue(file)!, cli, cancellationToken) is not { } text)
            {
                return ExitCode.BadCommandLine;
            }

            return cli.Done(
                await cli.Api.PostAsync($"v1/services{Verbs.Query(parse, dryRun)}", ApiClient.Yaml(text), cancellationToken),
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
        var dryRun = Verbs.DryRun();
        var command = new Verb("scale", "Changes the number of replicas.", "service scale site --replicas 3");
        command.Arguments.Add(name);
        command.Options.Add(replicas);
        command.Options.Add(dryRun);
        command.SetAction((parse, cancellationToken) => CliContext.RunAsync(parse, async cli =>
        {
            var body = ApiClient.Json(new JsonObject { ["replicas"] = parse.GetValue(replicas) });
            var answer = await cli.Api.PutAsync($"v1/services/{Verbs.Escape(parse.GetValue(name)!)}/scale{Verbs.Query(parse, dryRun)}", body, cancellationToken);
            return cli.Done(answer, a => cli.Print.One(a.Body));
        }));
        return command;
    }
}
