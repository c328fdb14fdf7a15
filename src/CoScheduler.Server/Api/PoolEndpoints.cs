using System.Globalization;
using CoScheduler.Pool;
using CoScheduler.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CoScheduler.Server.Api;

/// <summary>Roles, agents, frameworks, offers: what the pool knows.</summary>
internal static class PoolEndpoints
{
    public static void Map(RouteGroupBuilder api, ServerParts parts)
    {
        var views = parts.Views;
        api.MapGet("/roles", (HttpRequest request) => PageQuery.Of(request).Cut(
            parts.Master.Snapshot.Roles.Values.Select(r => views.Role(r, parts.Requests.Counts)), r => r.Name)).Needs(Verb.Read);
        api.MapGet("/roles/{**path}", (string path) => parts.Master.Snapshot.Roles.TryGetValue(path, out var role)
            ? Results.Ok(views.Role(role, parts.Requests.Counts))
            : Problems.Of("unknown_role", $"There is no role `{path}`; `coscheduler role list` shows them.")).Needs(Verb.Read);
        api.MapGet("/agents", (HttpRequest request) => PageQuery.Of(request).Cut(
            parts.Master.Snapshot.Agents.Values.Select(views.Agent).Where(a => Matches(request, a.State)), a => a.Id)).Needs(Verb.Read);
        api.MapGet("/agents/{id}", (string id) => parts.Master.Snapshot.Agents.TryGetValue(id, out var agent)
            ? Results.Ok(views.Agent(agent))
            : Problems.Of("unknown_agent", $"There is no agent `{id}`; `coscheduler agent list` shows them.")).Needs(Verb.Read);
        MapAgentCommands(api, parts);
        api.MapGet("/frameworks", (HttpRequest request) => PageQuery.Of(request).Cut(
            parts.Master.Snapshot.Frameworks.Values.Select(f => views.Framework(f, parts.Executors(f.Id.Value), Waits(parts, f.Id))), f => f.Id)).Needs(Verb.Read);
        api.MapGet("/offers", (HttpRequest request) => PageQuery.Of(request).Cut(
            parts.Master.Snapshot.Offers.Values.Select(views.Offer).Where(o => InRole(request, o.Role)), o => o.Id, NumberOrder.Instance)).Needs(Verb.Read);
    }

    /// <summary>Whether <c>?state=</c> lets something through.</summary>
    public static bool Matches<T>(HttpRequest request, T state)
        where T : struct, Enum
    {
        var wanted = request.Query["state"].FirstOrDefault();
        return wanted is null || wanted == System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(state.ToString());
    }

    /// <summary>Whether <c>?role=</c> lets something through: the role itself or one below it.</summary>
    public static bool InRole(HttpRequest request, string role)
    {
        var wanted = request.Query["role"].FirstOrDefault();
        return wanted is null || role == wanted || role.StartsWith(wanted + "/", StringComparison.Ordinal);
    }

    private static WaitItem? Waits(ServerParts parts, FrameworkId framework)
    {
        var statistics = framework == parts.Services.Id ? parts.Services.Statistics() : null;
        return statistics is null ? null : new WaitItem(statistics.Started, statistics.MedianWaitMilliseconds, statistics.LongestWaitMilliseconds);
    }

    private static void MapAgentCommands(RouteGroupBuilder api, ServerParts parts)
    {
        api.MapPost("/agents/{id}/cordon", (string id, HttpRequest request) =>
            SubmitAsync(request, parts, new CordonAgent(new AgentId(id)))).Needs(Verb.Operate);
        api.MapPost("/agents/{id}/resume", (string id, HttpRequest request) =>
            SubmitAsync(request, parts, new ResumeAgent(new AgentId(id)))).Needs(Verb.Operate);
        api.MapPost("/agents/{id}/drain", (string id, HttpRequest request) =>
        {
            var text = request.Query["deadline"].FirstOrDefault();
            long? deadline = null;
            if (text is not null)
            {
                if (!Duration.TryParse(text, out var milliseconds, out var error))
                {
                    return Task.FromResult(Problems.Of("out_of_range", error ?? $"`{text}` is no duration."));
                }

                deadline = milliseconds;
            }

            return SubmitAsync(request, parts, new DrainAgent(new AgentId(id), deadline));
        }).Needs(Verb.Operate);
    }

    /// <summary>Hands a command to the pool, or shows with <c>?dryRun=true</c> what it would do.</summary>
    public static async Task<IResult> SubmitAsync(HttpRequest request, ServerParts parts, Command command)
    {
        if (IsDryRun(request))
        {
            var result = await parts.Master.DryRunAsync(command, request.HttpContext.RequestAborted);
            return result.Refusal is { } wouldBe ? Problems.Of(wouldBe) : Results.Ok(DryRunView.Of(result));
        }

        return await parts.Master.SubmitAsync(command, request.HttpContext.RequestAborted) is { } refusal
            ? Problems.Of(refusal)
            : Results.NoContent();
    }

    /// <summary>Whether a write is only to be tried.</summary>
    public static bool IsDryRun(HttpRequest request) =>
        bool.TryParse(request.Query["dryRun"].FirstOrDefault(), out var dryRun) && dryRun;

    /// <summary>Orders ids that are a letter and a number by their number.</summary>
    internal sealed class NumberOrder : IComparer<string>
    {
        public static readonly NumberOrder Instance = new();

        public int Compare(string? x, string? y) => Number(x).CompareTo(Number(y));

        private static long Number(string? id) =>
            long.TryParse(id.AsSpan(id is { Length: > 0 } && !char.IsAsciiDigit(id[0]) ? 1 : 0), CultureInfo.InvariantCulture, out var n) ? n : -1;
    }
}
