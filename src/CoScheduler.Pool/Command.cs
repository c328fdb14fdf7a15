using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace CoScheduler.Pool;

/// <summary>
/// What the pool is told, the only way in: <see cref="ResourcePool.Step"/>. A command that can't be carried out is
/// answered by a <see cref="Refusal"/> and leaves no trace. Commands are journaled, so these records only grow.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "$")]
[JsonDerivedType(typeof(RegisterAgent), "registerAgent")]
[JsonDerivedType(typeof(AgentLost), "agentLost")]
[JsonDerivedType(typeof(RemoveAgent), "removeAgent")]
[JsonDerivedType(typeof(CordonAgent), "cordonAgent")]
[JsonDerivedType(typeof(DrainAgent), "drainAgent")]
[JsonDerivedType(typeof(ResumeAgent), "resumeAgent")]
[JsonDerivedType(typeof(SetForeign), "setForeign")]
[JsonDerivedType(typeof(SetReservation), "setReservation")]
[JsonDerivedType(typeof(SetQuota), "setQuota")]
[JsonDerivedType(typeof(RegisterFramework), "registerFramework")]
[JsonDerivedType(typeof(DisconnectFramework), "disconnectFramework")]
[JsonDerivedType(typeof(RemoveFramework), "removeFramework")]
[JsonDerivedType(typeof(ReconcileTasks), "reconcileTasks")]
[JsonDerivedType(typeof(SetDemand), "setDemand")]
[JsonDerivedType(typeof(AcceptOffer), "acceptOffer")]
[JsonDerivedType(typeof(DeclineOffer), "declineOffer")]
[JsonDerivedType(typeof(ReviveOffers), "reviveOffers")]
[JsonDerivedType(typeof(SuppressOffers), "suppressOffers")]
[JsonDerivedType(typeof(LaunchTask), "launchTask")]
[JsonDerivedType(typeof(ReleaseAllocation), "releaseAllocation")]
[JsonDerivedType(typeof(StopTask), "stopTask")]
[JsonDerivedType(typeof(ReportCost), "reportCost")]
[JsonDerivedType(typeof(TaskReported), "taskReported")]
[JsonDerivedType(typeof(Tick), "tick")]
[JsonDerivedType(typeof(Restarted), "restarted")]
public abstract record Command
{
    /// <summary>
    /// Which instance of its framework sends it (see <see cref="FrameworkView.Instance"/>): an older one than the last that
    /// registered is fenced off. Null is not checked.
    /// </summary>
    public long? Instance { get; init; }
}

/// <summary>An agent is here, new or again; said again with another total, the agent has changed.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="Total">All that tasks may use on it.</param>
/// <param name="Attributes">What constraints match against, by name.</param>
public sealed record RegisterAgent(AgentId Agent, ResourceVector Total, ImmutableSortedDictionary<string, string> Attributes) : Command
{
    /// <summary>What keeps tasks away that don't tolerate it; null is nothing.</summary>
    public ImmutableArray<Taint>? Taints { get; init; }

    /// <summary>What of the total is kept for roles, and those below them, by path: a static reservation. Null keeps nothing.</summary>
    public ImmutableSortedDictionary<string, ResourceVector>? Reserved { get; init; }
}

/// <summary>What somebody uses on an agent who is no framework of ours, in all; nothing takes it back.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="Resources">How much.</param>
public sealed record SetForeign(AgentId Agent, ResourceVector Resources) : Command;

/// <summary>
/// Keeps a part of an agent for a role, and those below it: a dynamic reservation, beside what the agent itself reserves. It takes
/// effect as capacity comes free, and takes nothing from anybody.
/// </summary>
/// <param name="Agent">The agent.</param>
/// <param name="Role">The role.</param>
/// <param name="Resources">How much in all; nothing removes it.</param>
public sealed record SetReservation(AgentId Agent, RoleName Role, ResourceVector Resources) : Command;

/// <summary>The substrate has given an agent up: its timeout passed. Everything on it is lost.</summary>
/// <param name="Agent">The agent.</param>
public sealed record AgentLost(AgentId Agent) : Command;

/// <summary>An agent is gone for good and is forgotten; refused while anything runs on it.</summary>
/// <param name="Agent">The agent.</param>
public sealed record RemoveAgent(AgentId Agent) : Command;

/// <summary>Nothing new starts on the agent.</summary>
/// <param name="Agent">The agent.</param>
public sealed record CordonAgent(AgentId Agent) : Command;

/// <summary>Nothing new starts on the agent, and what runs there is reclaimed.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="DeadlineMilliseconds">How long what runs there may take at most to go; null means each role's grace.</param>
public sealed record DrainAgent(AgentId Agent, long? DeadlineMilliseconds) : Command;

/// <summary>Undoes <see cref="CordonAgent"/> and <see cref="DrainAgent"/>.</summary>
/// <param name="Agent">The agent.</param>
public sealed record ResumeAgent(AgentId Agent) : Command;

/// <summary>The whole tree of roles, in place of the one before.</summary>
/// <param name="Quota">A tree that <see cref="Roles.QuotaValidator"/> finds no fault with.</param>
public sealed record SetQuota(QuotaTree Quota) : Command;

/// <summary>
/// A framework is here, new or again with the same id; an older instance of it is fenced: its offers are rescinded, and the
/// versions of its demands count anew. What it holds and what it wants stays.
/// </summary>
/// <param name="Framework">The id it keeps.</param>
/// <param name="Name">For people.</param>
/// <param name="Roles">The roles it may ask in; their descendants included.</param>
/// <param name="FailoverMilliseconds">How long what it holds outlives its absence.</param>
public sealed record RegisterFramework(FrameworkId Framework, string Name, ImmutableArray<RoleName> Roles, long FailoverMilliseconds) : Command;

/// <summary>
/// A framework has gone away: what it holds stays for its fail-over time, and it is made no offers meanwhile; then it is torn
/// down. <see cref="RegisterFramework"/> brings it back.
/// </summary>
/// <param name="Framework">The framework.</param>
public sealed record DisconnectFramework(FrameworkId Framework) : Command;

/// <summary>Asks what became of tasks. Answered by <see cref="TaskReconciled"/> effects; changes nothing.</summary>
/// <param name="Framework">Who asks.</param>
/// <param name="Tasks">Which tasks (explicit reconciliation), unknown ones included; none asks for all that the framework has.</param>
public sealed record ReconcileTasks(FrameworkId Framework, ImmutableArray<TaskId> Tasks) : Command;

/// <summary>A framework is torn down: its demand and offers go, its tasks are stopped with grace.</summary>
/// <param name="Framework">The framework.</param>
public sealed record RemoveFramework(FrameworkId Framework) : Command;

/// <summary>
/// How much of a class a framework wants in all, what it has included: stating it again changes nothing. A target of 0
/// withdraws the class. Stated with another shape or mode, what runs keeps its own. A lower target rescinds what is not
/// launched and never stops what runs.
/// </summary>
/// <param name="Framework">Who asks.</param>
/// <param name="Class">Its name for this class.</param>
/// <param name="Version">Rises with every statement about the class; an older one than the last is refused.</param>
/// <param name="Target">How many allocations in all.</param>
/// <param name="Terms">What each of them is.</param>
public sealed record SetDemand(FrameworkId Framework, DemandClass Class, long Version, int Target, DemandTerms Terms) : Command;

/// <summary>Takes tasks out of an offer, or out of all offers of a set; what is left over goes back to the pool.</summary>
/// <param name="Framework">Whose offer it is.</param>
/// <param name="Offer">The offer, or any of the set.</param>
/// <param name="Tasks">What to start; together they fit the offer. Of a set, which is for a gang, as many for each offer as it is for.</param>
public sealed record AcceptOffer(FrameworkId Framework, OfferId Offer, ImmutableArray<TaskLaunch> Tasks) : Command;

/// <summary>One task to start out of an offer.</summary>
/// <param name="Task">Its id, never used before.</param>
/// <param name="Resources">What it takes.</param>
/// <param name="Payload">What to run, opaque to the pool.</param>
public sealed record TaskLaunch(TaskId Task, ResourceVector Resources, string Payload)
{
    /// <summary>Out of which offer of the set that is accepted; null means the one that the command names.</summary>
    public OfferId? Offer { get; init; }
}

/// <summary>Turns an offer down and hides its like for a while.</summary>
/// <param name="Framework">Whose offer it is.</param>
/// <param name="Offer">The offer.</param>
/// <param name="FilterMilliseconds">For how long offers on that agent that are no larger are not made again; null means the default.</param>
public sealed record DeclineOffer(FrameworkId Framework, OfferId Offer, long? FilterMilliseconds) : Command;

/// <summary>Clears a framework's filters and lifts its silence.</summary>
/// <param name="Framework">The framework.</param>
/// <param name="Role">In this role; null in all.</param>
public sealed record ReviveOffers(FrameworkId Framework, RoleName? Role) : Command;

/// <summary>No more offers until <see cref="ReviveOffers"/>.</summary>
/// <param name="Framework">The framework.</param>
/// <param name="Role">In this role; null in all.</param>
public sealed record SuppressOffers(FrameworkId Framework, RoleName? Role) : Command;

/// <summary>Starts a task in an allocation that was granted.</summary>
/// <param name="Framework">Whose allocation it is.</param>
/// <param name="Allocation">The allocation, in state <see cref="AllocationState.Granted"/>.</param>
/// <param name="Task">Its id, never used before.</param>
/// <param name="Payload">What to run, opaque to the pool.</param>
public sealed record LaunchTask(FrameworkId Framework, AllocationId Allocation, TaskId Task, string Payload) : Command;

/// <summary>Gives a grant back that was not launched.</summary>
/// <param name="Framework">Whose allocation it is.</param>
/// <param name="Allocation">The allocation, in state <see cref="AllocationState.Granted"/>.</param>
public sealed record ReleaseAllocation(FrameworkId Framework, AllocationId Allocation) : Command;

/// <summary>Ends a task that its framework or an operator no longer wants: the polite signal, grace, then the kill.</summary>
/// <param name="Task">The task.</param>
/// <param name="By">The framework that owns it, or null for an operator.</param>
/// <param name="GraceMilliseconds">How long it may take; null means its role's grace.</param>
public sealed record StopTask(TaskId Task, FrameworkId? By, long? GraceMilliseconds) : Command;

/// <summary>What losing an allocation would cost, for choosing victims.</summary>
/// <param name="Framework">Whose allocation it is.</param>
/// <param name="Allocation">The allocation.</param>
/// <param name="Cost">The bucket.</param>
public sealed record ReportCost(FrameworkId Framework, AllocationId Allocation, LossCost Cost) : Command;

/// <summary>What the substrate saw of a task. Said again, it changes nothing.</summary>
/// <param name="Task">The task.</param>
/// <param name="Report">What was seen.</param>
public sealed record TaskReported(TaskId Task, TaskReport Report) : Command;

/// <summary>Nothing but time: sent when <see cref="ResourcePool.NextDeadline"/> has come.</summary>
public sealed record Tick : Command;

/// <summary>The first command after a restore: rescinds all offers and opens the restart gate.</summary>
/// <param name="Epoch">The new master's epoch, higher than any before.</param>
public sealed record Restarted(long Epoch) : Command;
