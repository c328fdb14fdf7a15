using System.Text.Json;
using CoScheduler.Analyses;
using CoScheduler.Frameworks.Services;
using CoScheduler.Server.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CoScheduler.Server.Api;

/// <summary>Long-running services.</summary>
internal static class ServiceEndpoints
{
    public static void Map(IEndpointRouteBuilder api, ServerParts parts)
    {
        var services = parts.Services;
        api.Lists<ServiceItem>("/services", "The long-running services.", (HttpRequest request) => PageQuery.Of(request).Cut(
            services.List().Where(s => request.LetsThroughRole(s.Role.Value)).Select(ServiceItem.Of).Where(s => request.LetsThrough(s.State)), s => s.Name))
            .Takes(QueryParameter.State<ServiceState>());
        api.Reads<ServiceItem>("/services/{name}", "A service, with its replicas.", (string name) => Show(services, name));
        api.Writes<AppliedItem>(HttpMethods.Post, "/services", Verb.Submit, "Creates or changes services by Kubernetes manifests (YAML or JSON).", (HttpContext context) => ApplyAsync(services, context));
        api.Writes<ServiceItem>(HttpMethods.Put, "/services/{name}/scale", Verb.Submit, "Changes the number of replicas: {\"replicas\": 3}.", (string name, HttpContext context) => ScaleAsync(services, name, context));
        api.Writes<ServiceDryRun>(HttpMethods.Delete, "/services/{name}", Verb.Submit, "Ends a service and its replicas, with grace.", (string name, HttpContext context) => Delete(services, name, context));
    }

    private static IResult Show(ServicesFramework services, string name) =>
        services.Find(name) is { } service ? Results.Ok(ServiceItem.Of(service)) : Unknown(name);

    private static async Task<IResult> ApplyAsync(ServicesFramework services, HttpContext context)
    {
        using var body = new StreamReader(context.Request.Body);
        var manifest = await body.ReadToEndAsync(context.RequestAborted);
        var dryRun = context.Request.IsDryRun();
        var principal = Gatekeeper.PrincipalOf(context);
        var foreign = principal.Roles.IsEmpty ? null : services.Apply(manifest, dryRun: true).Services.FirstOrDefault(s => !MayChange(principal, services, s.Name, s.Role.Value));
        if (foreign is not null)
        {
            return Foreign(principal, foreign.Name);
        }

        var result = services.Apply(manifest, dryRun);
        if (result.Errors.Length > 0)
        {
            return Problems.Of(new RequestError("invalid_manifest", $"The manifest has {result.Errors.Length} {(result.Errors.Length == 1 ? "fault" : "faults")}; nothing was changed.")
            {
                Errors = [.. result.Errors.Select(e => new ErrorItem(e.Path, e.Code, Sentence(e)))],
            });
        }

        return Results.Ok(new AppliedItem(
            dryRun,
            [.. result.Services.Select(s => new AppliedServiceItem(s.Name, s.Outcome, s.Revision))],
            [.. result.Warnings.Select(Sentence)]));
    }

    private static string Sentence(ManifestFault fault) => $"line {fault.Line}, column {fault.Column}: {fault.Message}";

    private static async Task<IResult> ScaleAsync(ServicesFramework services, string name, HttpContext context)
    {
        const string form = "Send {\"replicas\": 3}";
        ScaleBody? body;
        try
        {
            body = await JsonSerializer.DeserializeAsync<ScaleBody>(context.Request.Body, ApiJson.Options, context.RequestAborted);
        }
        catch (JsonException e)
        {
            return Problems.Of("malformed", $"{form}: {e.Message}");
        }

        if (body?.Replicas is not { } replicas)
        {
            return Problems.Of("malformed", $"{form}.");
        }

        var dryRun = context.Request.IsDryRun();
        return Refused(services, name, context) ?? (services.Scale(name, replicas, dryRun) is { } fault ? Problem(fault)
            : dryRun ? Results.Ok(new ServiceDryRun(name, replicas))
            : Show(services, name));
    }

    private static IResult Delete(ServicesFramework services, string name, HttpContext context)
    {
        var dryRun = context.Request.IsDryRun();
        return Refused(services, name, context) ?? (services.Delete(name, dryRun) is { } fault ? Problem(fault)
            : dryRun ? Results.Ok(new ServiceDryRun(name, 0))
            : Results.NoContent());
    }

    private static IResult? Refused(ServicesFramework services, string name, HttpContext context)
    {
        var principal = Gatekeeper.PrincipalOf(context);
        return MayChange(principal, services, name, null) ? null : Foreign(principal, name);
    }

    /// <summary>Whether the roles of a service, as it is and as it would be, are the principal's.</summary>
    private static bool MayChange(Principal principal, ServicesFramework services, string name, string? role) =>
        (role is null || principal.IsIn(role)) && (services.Find(name) is not { } service || principal.IsIn(service.Role.Value));

    private static IResult Foreign(Principal principal, string name) =>
        Problems.Of("forbidden_role", $"Service {name} counts against a role that the token of {principal.Name} is not for.");

    private static IResult Unknown(string name) => Problems.Of("unknown_service", $"There is no service `{name}`; `coscheduler service list` shows them.");

    private static IResult Problem(ServiceFault fault) => Problems.Of(fault.Code, fault.Message);

    private sealed record ScaleBody(int? Replicas);
}

/// <summary>Where a service stands.</summary>
internal enum ServiceState
{
    /// <summary>As many replicas run as are wanted.</summary>
    Running,

    /// <summary>Some are wanted that don't run yet.</summary>
    Pending,

    /// <summary>It goes.</summary>
    Deleting,
}

/// <summary>What scaling or deleting would come to.</summary>
/// <param name="Name">The service.</param>
/// <param name="Replicas">How many replicas would be wanted.</param>
internal sealed record ServiceDryRun(string Name, int Replicas)
{
    /// <summary>Always true.</summary>
    public bool DryRun => true;
}

internal sealed record AppliedItem(bool DryRun, IReadOnlyList<AppliedServiceItem> Services, IReadOnlyList<string> Warnings);

internal sealed record AppliedServiceItem(string Name, ApplyOutcome Outcome, int Revision);

internal sealed record ReplicaItem(
    int Ordinal,
    ReplicaState State,
    DateTimeOffset Since,
    string? Task,
    string? Agent,
    IReadOnlyList<int> Ports,
    int Restarts,
    DateTimeOffset? Until,
    int? ExitCode,
    string? LastFailure,
    string? LogTail);

internal sealed record ServiceItem(
    string Name,
    string Role,
    ServiceState State,
    int Replicas,
    int Running,
    int Pending,
    int Revision,
    int UpToDate,
    DateTimeOffset Created,
    bool Deleting,
    string? Reason,
    string? Message,
    IReadOnlyList<ReplicaItem> Members)
{
    public static ServiceItem Of(ServiceView view) => new(
        view.Name,
        view.Role.Value,
        view.Deleting ? ServiceState.Deleting : view.Running == view.Replicas ? ServiceState.Running : ServiceState.Pending,
        view.Replicas,
        view.Running,
        Math.Max(0, view.Replicas - view.Running),
        view.Revision,
        view.UpToDate,
        view.Created,
        view.Deleting,
        view.Reason?.Name ?? (view.Refusal is { } refusal ? JsonNamingPolicy.SnakeCaseLower.ConvertName(refusal.Code.ToString()) : null),
        view.Reason?.Message ?? view.Refusal?.Message,
        [.. view.Members.Select(Replica)]);

    private static ReplicaItem Replica(ReplicaView replica) => new(
        replica.Ordinal,
        replica.State,
        replica.Since,
        replica.Task?.Value,
        replica.Agent?.Value,
        replica.Ports,
        replica.Restarts,
        replica.Until,
        replica.LastFailure?.ExitCode,
        replica.LastFailure?.Detail,
        replica.LastFailure?.LogTail);
}
