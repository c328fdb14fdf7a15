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

/// <summary>Explains by what the pool says, and by what is kept of requests and services.</summary>
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
        "service" => await ServiceAsync(id, cancellationToken),
        _ => await PoolAsync(kind, id, cancellationToken) is { } explanation ? Of(kind, id, explanation) : null,
    };

    /// <summary>The pool itself knows best: it answers between two steps, with the numbers of now.</summary>
    private async Task<Explanation?> PoolAsync(string kind, string id, CancellationToken cancellationToken) =>
        await parts.Master.AskAsync(pool => pool.Explain(kind, id), cancellationToken);

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
        var waits = demand is null ? null : await PoolAsync("demand", $"{demand.Framework}/{demand.Class}", cancellationToken);
        var role = await PoolAsync("role", request.Role, cancellationToken);
        return new ExplainItem(
            "request",
            RequestKeyText.Encode(request.Key),
            request.Role,
            Snake(request.State),
            request.EndedAt ?? request.RunningAt ?? request.AcceptedAt,
            request.Error?.Code ?? request.Reason?.Code,
            request.Error?.Detail ?? request.Reason?.Message,
            request.Reason?.Numbers ?? ImmutableSortedDictionary<string, long>.Empty,
            Blockers(waits),
            parts.Requests.Counts.GetValueOrDefault(request.Role)?.Queued,
            Expected(waits),
            Last(waits ?? role));
    }

    /// <summary>By its key; else the newest with that id.</summary>
    private async Task<RequestView?> FindRequestAsync(string key, CancellationToken cancellationToken) =>
        RequestKeyText.Decode(key) is { } known && await parts.Requests.FindAsync(known, cancellationToken) is { } request
            ? request
            : (await parts.Requests.ListAsync(new RequestFilter(Id: key, Limit: 1), cancellationToken)).Items.FirstOrDefault();

    private async Task<ExplainItem?> ServiceAsync(string name, CancellationToken cancellationToken)
    {
        if (parts.Services.Find(name) is not { } service)
        {
            return null;
        }

        var demand = await PoolAsync("service", $"{parts.Services.Id}/{name}", cancellationToken);
        var failure = service.Members.Select(m => m.LastFailure).FirstOrDefault(f => f is not null);
        return new ExplainItem(
            "service",
            name,
            service.Role.Value,
            service.Running == service.Replicas ? "running" : "pending",
            demand?.Since is { } since ? parts.Views.Wall(since) : null,
            service.Reason?.Name,
            service.Refusal?.Message ?? service.Reason?.Message ?? failure?.Detail ?? $"{service.Running} of {service.Replicas} replicas run.",
            demand?.Numbers ?? ImmutableSortedDictionary<string, long>.Empty,
            Blockers(demand),
            demand?.Ahead,
            Expected(demand),
            Last(demand));
    }

    private ExplainItem Of(string kind, string id, Explanation explanation) => new(
        kind,
        id,
        explanation.Role?.Value,
        explanation.State,
        explanation.Since is { } since ? parts.Views.Wall(since) : null,
        explanation.Reason,
        explanation.Message,
        explanation.Numbers,
        Blockers(explanation),
        explanation.Ahead,
        Expected(explanation),
        Last(explanation));

    /// <summary>The last decisions, the latest first.</summary>
    private IReadOnlyList<string> Last(Explanation? explanation) =>
        [.. (explanation?.Last ?? []).Reverse().Take(DecisionsTold).Select(told => $"{parts.Views.Wall(told.At):HH:mm:ss.fff} {DecisionText.Of(told.Decision)}")];

    private DateTimeOffset? Expected(Explanation? explanation) => explanation?.Expected is { } at ? parts.Views.Wall(at) : null;

    private static IReadOnlyList<BlockerItem> Blockers(Explanation? explanation) =>
        explanation is null ? [] : [.. explanation.BlockedBy.Select(b => new BlockerItem(b.Kind, b.Id, b.Role?.Value, b.Amount.ToString()))];

    private static string Snake<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
