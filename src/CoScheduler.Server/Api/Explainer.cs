using System.Collections.Immutable;
using System.Text.Json;
using CoScheduler.Analyses;
using CoScheduler.Pool;

namespace CoScheduler.Server.Api;

/// <summary>Why something is as it is, above all why it waits (contract.md section 4, <c>GET /v1/explain</c>).</summary>
internal sealed record ExplainItem(
    string Kind,
    string Id,
    string? Role,
    string State,
    DateTimeOffset? Since,
    string? Reason,
    string? Message,
    IReadOnlyDictionary<string, long> Numbers,
    IReadOnlyList<BlockerItem> BlockedBy,
    int? Ahead,
    DateTimeOffset? Expected,
    IReadOnlyList<string> Last);

/// <summary>Who holds what somebody waits for.</summary>
internal sealed record BlockerItem(string Kind, string Id, string? Role, string Amount);

/// <summary>Explains from the pool's snapshot and from what is kept of requests.</summary>
internal sealed class Explainer(ServerParts parts)
{
    /// <summary>What can be explained.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["request", "task", "service", "role", "executor", "agent", "gang", "framework"];

    private const int DecisionsTold = 10;
    private readonly PoolSnapshot _pool = parts.Master.Snapshot;

    /// <summary>Explains one thing; null if there is no such thing.</summary>
    public async Task<ExplainItem?> ExplainAsync(string kind, string id, CancellationToken cancellationToken) => kind switch
    {
        "request" => await RequestAsync(id, cancellationToken),
        "task" or "executor" => Task(kind, id),
        "service" => Service(id),
        "role" => Role(id),
        "agent" => Agent(id),
        "gang" => Demands(kind, id, d => d.Terms.Gang == id),
        "framework" => _pool.Frameworks.ContainsKey(id) ? Demands(kind, id, d => d.Framework.Value == id) : null,
        _ => null,
    };

    private async Task<ExplainItem?> RequestAsync(string key, CancellationToken cancellationToken)
    {
        if (await FindRequestAsync(key, cancellationToken) is not { } request)
        {
            return null;
        }

        // What a queued request waits for is its role's demand, where the engine has stated any.
        var demand = request.State is RequestState.Accepted or RequestState.Queued
            ? _pool.Demands.FirstOrDefault(d => d.Framework.Value == request.Engine && d.Terms.Role.Value == request.Role && d.Reason is not null)
            : null;
        return new ExplainItem(
            "request",
            RequestKeyText.Encode(request.Key),
            request.Role,
            Snake(request.State),
            request.EndedAt ?? request.RunningAt ?? request.AcceptedAt,
            request.Error?.Code ?? request.Reason?.Code,
            request.Error?.Detail ?? request.Reason?.Message,
            request.Reason?.Numbers ?? ImmutableSortedDictionary<string, long>.Empty,
            Blockers(demand?.Reason),
            parts.Requests.Counts.GetValueOrDefault(request.Role)?.Queued,
            Expected(demand?.Reason),
            Last(request.Role));
    }

    /// <summary>By its key; else the newest with that id.</summary>
    private async Task<RequestView?> FindRequestAsync(string key, CancellationToken cancellationToken) =>
        RequestKeyText.Decode(key) is { } known && await parts.Requests.FindAsync(known, cancellationToken) is { } request
            ? request
            : (await parts.Requests.ListAsync(new RequestFilter(Id: key, Limit: 1), cancellationToken)).Items.FirstOrDefault();

    private ExplainItem? Task(string kind, string id)
    {
        if (_pool.FindTask(new TaskId(id)) is not { } task)
        {
            return null;
        }

        var message = task.Cause is { } cause
            ? $"It is asked back: {Snake(cause)}."
            : $"It holds {Words(task.Resources)} on {task.Agent}{(task.Elastic ? ", outside what its role's guarantee covers" : "")}.";
        return new ExplainItem(
            kind,
            id,
            task.Role.Value,
            Snake(task.State),
            parts.Views.Wall(task.Since),
            task.Cause is { } asked ? Snake(asked) : null,
            message,
            ImmutableSortedDictionary<string, long>.Empty,
            [],
            null,
            task.Deadline is { } deadline ? parts.Views.Wall(deadline) : null,
            Last(id));
    }

    private ExplainItem? Service(string name)
    {
        if (parts.Services.Find(name) is not { } service)
        {
            return null;
        }

        var demand = _pool.Demands.FirstOrDefault(d => d.Framework == parts.Services.Id && d.Class.Value == name);
        var failure = service.Members.Select(m => m.LastFailure).FirstOrDefault(f => f is not null);
        return new ExplainItem(
            "service",
            name,
            service.Role.Value,
            service.Running == service.Replicas ? "running" : "pending",
            demand?.Since is { } since ? parts.Views.Wall(since) : null,
            service.Reason?.Name,
            service.Refusal?.Message ?? service.Reason?.Message ?? failure?.Detail ?? $"{service.Running} of {service.Replicas} replicas run.",
            service.Reason?.Numbers ?? ImmutableSortedDictionary<string, long>.Empty,
            Blockers(service.Reason),
            null,
            Expected(service.Reason),
            Last(name));
    }

    private ExplainItem? Role(string path)
    {
        if (!_pool.Roles.TryGetValue(path, out var role))
        {
            return null;
        }

        var item = Demands("role", path, d => d.Terms.Role.Value == path || d.Terms.Role.Value.StartsWith(path + "/", StringComparison.Ordinal));
        return item with
        {
            Role = path,
            Message = item.Message ?? $"It uses {Words(role.Used)}; its fair share is {Words(role.FairShare)}; nothing of it waits.",
        };
    }

    private ExplainItem? Agent(string id)
    {
        if (!_pool.Agents.TryGetValue(id, out var agent))
        {
            return null;
        }

        return new ExplainItem(
            "agent",
            id,
            null,
            Snake(agent.State),
            null,
            null,
            $"Of {Words(agent.Total)}: {Words(agent.Free)} free, {Words(agent.Allocated)} allocated, {Words(agent.Offered)} offered, {Words(agent.Held)} held for plans.",
            ImmutableSortedDictionary<string, long>.Empty,
            [.. _pool.Allocations.Values.Where(a => a.Agent.Value == id).Select(a => new BlockerItem("task", a.Task?.Value ?? a.Id.ToString(), a.Role.Value, a.Resources.ToString()))],
            null,
            null,
            Last(id));
    }

    /// <summary>What waits longest of several demands stands for all of them.</summary>
    private ExplainItem Demands(string kind, string id, Func<DemandView, bool> which)
    {
        var demands = _pool.Demands.Where(which).ToList();
        var waiting = demands.Where(d => d.Reason is not null).OrderBy(d => d.Since?.Milliseconds ?? long.MaxValue).FirstOrDefault();
        return new ExplainItem(
            kind,
            id,
            waiting?.Terms.Role.Value ?? demands.FirstOrDefault()?.Terms.Role.Value,
            waiting is null ? "satisfied" : waiting.Reason!.Never ? "unsatisfiable" : "waiting",
            waiting?.Since is { } since ? parts.Views.Wall(since) : null,
            waiting?.Reason?.Name,
            waiting?.Reason?.Message,
            waiting?.Reason?.Numbers ?? ImmutableSortedDictionary<string, long>.Empty,
            Blockers(waiting?.Reason),
            null,
            Expected(waiting?.Reason),
            Last(id));
    }

    private IReadOnlyList<string> Last(string about) => parts.Decisions.About(about, DecisionsTold);

    private DateTimeOffset? Expected(PendingReason? reason) => reason?.Until is { } until ? parts.Views.Wall(until) : null;

    private static IReadOnlyList<BlockerItem> Blockers(PendingReason? reason) =>
        reason is null ? [] : [.. reason.BlockedBy.Select(b => new BlockerItem(b.Kind, b.Id, b.Role?.Value, b.Amount.ToString()))];

    private static string Words(ResourceVector amounts) => amounts.Equals(ResourceVector.Empty) ? "nothing" : amounts.ToString();

    private static string Snake<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
