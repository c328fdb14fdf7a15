using System.Globalization;
using CoScheduler.Master;
using CoScheduler.Pool;
using CoScheduler.Server.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CoScheduler.Server.Api;

/// <summary>Roles, agents, frameworks, offers: what the pool knows.</summary>
internal static class PoolEndpoints
{
    public static void Map(IEndpointRouteBuilder api, ServerParts parts)
    {
        var views = parts.Views;
        api.Lists<RoleItem>("/roles", "The roles: what each may have, has and wants.", (HttpRequest request) => PageQuery.Of(request).Cut(
            parts.Master.Snapshot.Roles.Values.Where(r => request.LetsThroughRole(r.Name.Value)).Select(r => views.Role(r, parts.Requests.Counts)), r => r.Name));
        api.Reads<RoleItem>("/roles/{**path}", "A role.", (string path) => parts.Master.Snapshot.Roles.TryGetValue(path, out var role)
            ? Results.Ok(views.Role(role, parts.Requests.Counts))
            : Problems.Of("unknown_role", $"There is no role `{path}`; `coscheduler role list` shows them."));
        api.Lists<AgentItem>("/agents", "The agents: the machines of the pool. With a role, those that it holds something on.", (HttpRequest request) => PageQuery.Of(request).Cut(
            parts.Master.Snapshot.Agents.Values.Where(a => request.LetsThrough(a.State) && Holds(request, parts, a.Id)).Select(views.Agent), a => a.Id))
            .Takes(QueryParameter.State<AgentState>());
        api.Reads<AgentItem>("/agents/{id}", "An agent.", (string id) => parts.Master.Snapshot.Agents.TryGetValue(id, out var agent)
            ? Results.Ok(views.Agent(agent))
            : Problems.Of("unknown_agent", $"There is no agent `{id}`; `coscheduler agent list` shows them."));
        api.Writes<DryRunView>(HttpMethods.Delete, "/agents/{id}", Verb.Operate, "Forgets an agent that is gone for good; refused while anything runs on it.", (string id, HttpRequest request) =>
            SubmitAsync(request, parts, new RemoveAgent(new AgentId(id))));
        MapAgentCommands(api, parts);
        api.Lists<FrameworkItem>("/frameworks", "The frameworks: who asks for capacity. With a role, those that may ask in it.", (HttpRequest request) => PageQuery.Of(request).Cut(
            parts.Master.Snapshot.Frameworks.Values
                .Where(f => f.Roles.Any(r => request.QueryText("role") is not { } wanted || RolePath.IsWithin(wanted, r.Value) || RolePath.IsWithin(r.Value, wanted)))
                .Select(f => View(parts, f)),
            f => f.Id));
        api.Reads<FrameworkItem>("/frameworks/{id}", "A framework.", (string id) => parts.Master.Snapshot.Frameworks.TryGetValue(id, out var framework)
            ? Results.Ok(View(parts, framework))
            : Problems.Of("unknown_framework", $"There is no framework `{id}`; `coscheduler framework list` shows them."));
        api.Writes<DryRunView>(HttpMethods.Delete, "/frameworks/{id}", Verb.Operate, "Tears a framework down: its demand and offers go, its tasks are stopped with grace.", (string id, HttpRequest request) =>
            TearDownAsync(request, parts, id));
        api.Lists<OfferItem>("/offers", "The offers that nobody has answered yet.", (HttpRequest request) => PageQuery.Of(request).Cut(
            parts.Master.Snapshot.Offers.Values.Where(o => request.LetsThroughRole(o.Role.Value)).Select(views.Offer), o => o.Id, NumberOrder.Instance));
    }

    /// <summary>Hands a command to the pool, or shows with <c>?dryRun=true</c> what it would do.</summary>
    public static async Task<IResult> SubmitAsync(HttpRequest request, ServerParts parts, Command command)
    {
        var aborted = request.HttpContext.RequestAborted;
        if (request.IsDryRun())
        {
            var result = await parts.Master.DryRunAsync(command, aborted);
            return result.Refusal is { } wouldBe ? Problems.Of(wouldBe) : Results.Ok(DryRunView.Of(result));
        }

        return await parts.Master.SubmitAsync(command, new Origin(LocalUser.Of(request.HttpContext), null), aborted) is { } refusal ? Problems.Of(refusal) : Results.NoContent();
    }

    private static bool Holds(HttpRequest request, ServerParts parts, AgentId agent) =>
        request.QueryText("role") is null || parts.Master.Snapshot.Allocations.Values.Any(a => a.Agent == agent && request.LetsThroughRole(a.Role.Value));

    /// <summary>A framework that this server runs itself comes back with it, and what it holds are the server's services and requests.</summary>
    private static async Task<IResult> TearDownAsync(HttpRequest request, ServerParts parts, string id) =>
        id == parts.Services.Id.Value || parts.Executors(id) is not null
            ? Problems.Of("framework_built_in", $"`{id}` is a part of this server; delete its services or cancel its requests instead.")
            : await SubmitAsync(request, parts, new RemoveFramework(new FrameworkId(id)));

    private static FrameworkItem View(ServerParts parts, FrameworkView framework) =>
        parts.Views.Framework(framework, parts.Executors(framework.Id.Value), Waits(parts, framework.Id));

    private static WaitItem? Waits(ServerParts parts, FrameworkId framework)
    {
        var statistics = framework == parts.Services.Id ? parts.Services.Statistics() : null;
        return statistics is null ? null : new WaitItem(statistics.Started, statistics.MedianWaitMilliseconds, statistics.LongestWaitMilliseconds);
    }

    private static void MapAgentCommands(IEndpointRouteBuilder api, ServerParts parts)
    {
        Map("cordon", "Nothing new starts on the agent.", (_, id) => new CordonAgent(id));
        Map("resume", "Undoes cordon and drain.", (_, id) => new ResumeAgent(id));
        Map("drain", "Nothing new starts on the agent, and what runs there is reclaimed with grace.", (request, id) => new DrainAgent(id, request.QueryTime("deadline")))
            .Takes(QueryParameter.Time("deadline", "How long its tasks may take at most to go, for example 10m."));

        Microsoft.AspNetCore.Builder.RouteHandlerBuilder Map(string verb, string summary, Func<HttpRequest, AgentId, Command> command) => api.Writes<DryRunView>(
            HttpMethods.Post,
            $"/agents/{{id}}/{verb}",
            Verb.Operate,
            summary,
            (string id, HttpRequest request) => SubmitAsync(request, parts, command(request, new AgentId(id))));
    }

    /// <summary>Orders ids that are a letter and a number by their number.</summary>
    internal sealed class NumberOrder : IComparer<string>
    {
        public static readonly NumberOrder Instance = new();

        public int Compare(string? x, string? y) => Number(x).CompareTo(Number(y));

        private static long Number(string? id) =>
            long.TryParse(id.AsSpan(id is { Length: > 0 } && !char.IsAsciiDigit(id[0]) ? 1 : 0), CultureInfo.InvariantCulture, out var n) ? n : -1;
    }
}
