using System.Collections.Immutable;
using System.Text.Json;
using CoScheduler.Analyses;
using CoScheduler.Master;
using CoScheduler.Pool;

namespace CoScheduler.Server.Api;

/// <summary>A role as it stands, what is below it included.</summary>
/// <param name="Name">Its path.</param>
/// <param name="Guarantee">What it has back on demand.</param>
/// <param name="Limit">What it never exceeds, as the quota has it; null if it names none.</param>
/// <param name="Cap">What it may use at most: its limit, or its guarantee with what it may borrow.</param>
/// <param name="Weight">How it shares what is idle with its siblings.</param>
/// <param name="FairShare">What it is due now.</param>
/// <param name="Used">What it has: allocated, offered and held.</param>
/// <param name="Kept">Its keep-set: the part of it that its guarantee covers. All else is elastic.</param>
/// <param name="Wanted">What it wants in all.</param>
/// <param name="Lent">The part of its guarantee that others use.</param>
/// <param name="Borrowed">What it uses above its guarantee.</param>
/// <param name="RequestsQueued">Its requests that wait.</param>
/// <param name="RequestsRunning">Its requests that run.</param>
internal sealed record RoleItem(
    string Name,
    string Guarantee,
    string? Limit,
    string Cap,
    int Weight,
    string FairShare,
    string Used,
    string Kept,
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
    string Foreign,
    ImmutableSortedDictionary<string, string> Reserved,
    IReadOnlyList<string> Taints,
    ImmutableSortedDictionary<string, string> Attributes,
    int Tasks);

/// <summary>A framework; of an engine, with what became of its executors since the server's start.</summary>
internal sealed record FrameworkItem(
    string Id,
    string Name,
    IReadOnlyList<string> Roles,
    IReadOnlyList<string> Suppressed,
    DateTimeOffset? GoneUntil,
    IReadOnlyList<DemandItem> Demands,
    int Allocations,
    ExecutorCounts? Executors,
    WaitItem? WaitMs);

/// <summary>What became of an engine's executors since the server's start.</summary>
internal sealed record ExecutorCounts(long Granted, long Reclaimed, long Preempted);

/// <summary>How many replicas of services started since the server's start, and how long they waited to.</summary>
internal sealed record WaitItem(int Started, long P50, long Max);

internal sealed record DemandItem(string Class, string Role, string Mode, string Shape, int Target, int Allocated, int Missing, string? Reason, string? Message);

internal sealed record OfferItem(string Id, string Framework, string Class, string Role, string Agent, string Resources, string Guaranteed, DateTimeOffset Deadline, string? Set);

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
            role.Cap.ToString(),
            role.Quota.Weight,
            role.FairShare.ToString(),
            role.Used.ToString(),
            role.Kept.ToString(),
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
        agent.Foreign.ToString(),
        agent.Reserved.ToImmutableSortedDictionary(r => r.Key, r => r.Value.ToString(), StringComparer.Ordinal),
        [.. agent.Taints.Select(t => t.Value.Length == 0 ? t.Key : $"{t.Key}={t.Value}")],
        agent.Attributes,
        master.Snapshot.Allocations.Values.Count(a => a.Agent == agent.Id));

    public FrameworkItem Framework(FrameworkView framework, ExecutorCounts? executors, WaitItem? waits)
    {
        var snapshot = master.Snapshot;
        return new FrameworkItem(
            framework.Id.Value,
            framework.Name,
            [.. framework.Roles.Select(r => r.Value)],
            [.. framework.Suppressed.Select(r => r.Value)],
            framework.GoneUntil is { } until ? Wall(until) : null,
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
        Wall(offer.Deadline),
        offer.Set?.ToString());

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
