using System.Collections.Immutable;
using System.Text.Json;
using CoScheduler.Analyses;
using CoScheduler.Master;
using CoScheduler.Pool;

namespace CoScheduler.Server.Api;

internal sealed record RoleItem(
    string Name,
    string Guarantee,
    string? Limit,
    int Weight,
    string FairShare,
    string Used,
    string Wanted,
    string Lent,
    string Borrowed,
    int RequestsQueued,
    int RequestsRunning);

internal sealed record AgentItem(
    string Id,
    AgentState State,
    string Total,
    string Free,
    string Offered,
    string Held,
    string Allocated,
    string Deficit,
    ImmutableSortedDictionary<string, string> Attributes,
    int Tasks);

/// <summary>A framework; of an engine, with what became of its executors since the server's start.</summary>
internal sealed record FrameworkItem(
    string Id,
    string Name,
    IReadOnlyList<string> Roles,
    IReadOnlyList<DemandItem> Demands,
    int Allocations,
    ExecutorCounts? Executors,
    WaitItem? WaitMs);

/// <summary>What became of an engine's executors since the server's start.</summary>
internal sealed record ExecutorCounts(long Granted, long Reclaimed, long Preempted);

/// <summary>How many replicas of services started since the server's start, and how long they waited to.</summary>
internal sealed record WaitItem(int Started, long P50, long Max);

internal sealed record DemandItem(string Class, string Role, string Mode, string Shape, int Target, int Allocated, int Missing, string? Reason, string? Message);

internal sealed record OfferItem(string Id, string Framework, string Class, string Role, string Agent, string Resources, string Guaranteed, DateTimeOffset Deadline);

internal sealed record TaskItem(
    string Id,
    string? Kind,
    string? Name,
    string Framework,
    string Role,
    string Agent,
    string Resources,
    AllocationState State,
    bool Elastic,
    DateTimeOffset Since,
    DateTimeOffset? Started,
    ReclaimCause? Cause,
    DateTimeOffset? Deadline,
    ImmutableSortedDictionary<string, string> Labels);

/// <summary>Shows the pool's snapshot as the API does: amounts as text, pool time as the wall clock.</summary>
internal sealed class PoolViews(IPoolMaster master, TimeProvider time)
{
    public DateTimeOffset Wall(PoolTime at)
    {
        var offset = at.Milliseconds - master.Now.Milliseconds;
        return time.GetUtcNow().AddMilliseconds(Math.Clamp(offset, -1e12, 1e12));
    }

    public RoleItem Role(RoleView role, ImmutableSortedDictionary<string, RequestCounts> requests)
    {
        var counts = requests.GetValueOrDefault(role.Name.Value);
        return new RoleItem(
            role.Name.Value,
            role.Quota.Guarantee.ToString(),
            role.Quota.Limit?.ToString(),
            role.Quota.Weight,
            role.FairShare.ToString(),
            role.Used.ToString(),
            role.Wanted.ToString(),
            role.Lent.ToString(),
            role.Borrowed.ToString(),
            counts?.Queued ?? 0,
            counts?.Running ?? 0);
    }

    public AgentItem Agent(AgentView agent) => new(
        agent.Id.Value,
        agent.State,
        agent.Total.ToString(),
        agent.Free.ToString(),
        agent.Offered.ToString(),
        agent.Held.ToString(),
        agent.Allocated.ToString(),
        agent.Deficit.ToString(),
        agent.Attributes,
        master.Snapshot.Allocations.Values.Count(a => a.Agent == agent.Id));

    public FrameworkItem Framework(FrameworkView framework, ExecutorCounts? executors, WaitItem? waits)
    {
        var snapshot = master.Snapshot;
        return new FrameworkItem(
            framework.Id.Value,
            framework.Name,
            [.. framework.Roles.Select(r => r.Value)],
            [.. snapshot.Demands.Where(d => d.Framework == framework.Id).Select(Demand)],
            snapshot.Allocations.Values.Count(a => a.Framework == framework.Id),
            executors,
            waits);
    }

    public OfferItem Offer(OfferView offer) => new(
        offer.Id.ToString(),
        offer.Framework.Value,
        offer.Class.Value,
        offer.Role.Value,
        offer.Agent.Value,
        offer.Resources.ToString(),
        offer.Guaranteed.ToString(),
        Wall(offer.Deadline));

    public TaskItem Task(AllocationView allocation)
    {
        var spec = Spec(allocation);
        return new TaskItem(
            allocation.Task?.Value ?? allocation.Id.ToString(),
            spec?.Kind,
            spec?.Name,
            allocation.Framework.Value,
            allocation.Role.Value,
            allocation.Agent.Value,
            allocation.Resources.ToString(),
            allocation.State,
            allocation.Elastic,
            Wall(allocation.Since),
            allocation.Started is { } started ? Wall(started) : null,
            allocation.Cause,
            allocation.Deadline is { } deadline ? Wall(deadline) : null,
            spec?.Labels ?? ImmutableSortedDictionary<string, string>.Empty);
    }

    private static DemandItem Demand(DemandView demand) => new(
        demand.Class.Value,
        demand.Terms.Role.Value,
        JsonNamingPolicy.SnakeCaseLower.ConvertName(demand.Terms.Mode.ToString()),
        demand.Terms.Shape.ToString(),
        demand.Target,
        demand.Allocated,
        demand.Missing,
        demand.Reason?.Name,
        demand.Reason?.Message);

    private static TaskSpec? Spec(AllocationView allocation) =>
        allocation.Payload is null ? null : TaskSpecJson.Read(allocation.Payload);
}
