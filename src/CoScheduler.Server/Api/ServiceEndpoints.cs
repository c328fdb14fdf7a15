using System.Text.Json;
using CoScheduler.Analyses;
using CoScheduler.Frameworks.Services;
using CoScheduler.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CoScheduler.Server.Api;

/// <summary>Long-running services.</summary>
internal static class ServiceEndpoints
{
    public static void Map(RouteGroupBuilder api, ServerParts parts)
    {
        var services = parts.Services;
        api.MapGet("/services", (HttpRequest request) => PageQuery.Of(request).Cut(
            services.List().Where(s => PoolEndpoints.InRole(request, s.Role.Value)).Select(ServiceItem.Of), s => s.Name)).Needs(Verb.Read);
        api.MapGet("/services/{name}", (string name) => Show(services, name)).Needs(Verb.Read);
        api.MapPost("/services", (HttpRequest request) => ApplyAsync(services, request.HttpContext)).Needs(Verb.Submit);
        api.MapPut("/services/{name}/scale", (string name, HttpContext context) => ScaleAsync(services, name, context)).Needs(Verb.Submit);
        api.MapDelete("/services/{name}", (string name, HttpRequest request) =>
            services.Delete(name, PoolEndpoints.IsDryRun(request)) is { } fault ? Problem(fault) : Results.NoContent()).Needs(Verb.Submit);
    }

    private static IResult Show(ServicesFramework services, string name) =>
        services.Find(name) is { } service
            ? Results.Ok(ServiceItem.Of(service))
            : Problems.Of("unknown_service", $"There is no service `{name}`; `coscheduler service list` shows them.");

    private static async Task<IResult> ApplyAsync(ServicesFramework services, HttpContext context)
    {
        using var body = new StreamReader(context.Request.Body);
        var result = services.Apply(await body.ReadToEndAsync(context.RequestAborted), PoolEndpoints.IsDryRun(context.Request));
        if (result.Errors.Length > 0)
        {
            return Problems.Of(new RequestError("invalid_manifest", $"The manifest has {result.Errors.Length} {(result.Errors.Length == 1 ? "fault" : "faults")}; nothing was changed.")
            {
                Errors = [.. result.Errors.Select(e => new ErrorItem(e.Path, e.Code, e.ToString()))],
            });
        }

        return Results.Ok(new AppliedItem(
            [.. result.Services.Select(s => new AppliedServiceItem(s.Name, s.Outcome, s.Revision))],
            [.. result.Warnings.Select(w => w.ToString())]));
    }

    private static async Task<IResult> ScaleAsync(ServicesFramework services, string name, HttpContext context)
    {
        ScaleBody? body;
        try
        {
            body = await JsonSerializer.DeserializeAsync<ScaleBody>(context.Request.Body, ApiJson.Options, context.RequestAborted);
        }
        catch (JsonException e)
        {
            return Problems.Of("malformed", $"Send {{\"replicas\": 3}}: {e.Message}");
        }

        if (body?.Replicas is not { } replicas)
        {
            return Problems.Of("malformed", "Send {\"replicas\": 3}.");
        }

        return services.Scale(name, replicas, PoolEndpoints.IsDryRun(context.Request)) is { } fault ? Problem(fault) : Show(services, name);
    }

    private static IResult Problem(ServiceFault fault) => Problems.Of(fault.Code, fault.Message);

    private sealed record ScaleBody(int? Replicas);
}

internal sealed record AppliedItem(IReadOnlyList<AppliedServiceItem> Services, IReadOnlyList<string> Warnings);

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
