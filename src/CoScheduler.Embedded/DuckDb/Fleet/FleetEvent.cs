using System.Collections.Immutable;
using CoScheduler.Analyses;
using CoScheduler.Pool;

namespace CoScheduler.Embedded.DuckDb;

/// <summary>What the fleet's loop hears.</summary>
internal abstract record FleetEvent;

/// <summary>The pool decided something.</summary>
internal sealed record EffectHeard(FrameworkEffect Effect) : FleetEvent;

/// <summary>A command was refused.</summary>
internal sealed record CommandRefused(Command Command, Refusal Refusal) : FleetEvent;

/// <summary>An execution wants a slot.</summary>
internal sealed record LeaseAsked(LeaseRequest Request) : FleetEvent;

/// <summary>An execution no longer waits for its slot.</summary>
internal sealed record LeaseAbandoned(LeaseRequest Request) : FleetEvent;

/// <summary>An execution is done with its slot.</summary>
internal sealed record LeaseReturned(TaskId Task) : FleetEvent;

/// <summary>A worker said that it takes no more.</summary>
internal sealed record WorkerRefused(TaskId Task) : FleetEvent;

/// <summary>A worker is connected.</summary>
internal sealed record WorkerConnected(TaskId Task, WorkerClient Client) : FleetEvent;

/// <summary>A worker could not be connected to in time.</summary>
internal sealed record WorkerSilent(TaskId Task) : FleetEvent;

/// <summary>The connection to a worker is gone.</summary>
internal sealed record WorkerCut(TaskId Task) : FleetEvent;

/// <summary>The catalogue, told anew.</summary>
internal sealed record CatalogueTold(ImmutableArray<Analysis> Analyses) : FleetEvent;

/// <summary>Time alone may have changed the plan.</summary>
internal sealed record TimeCame : FleetEvent;
