using System.Diagnostics.CodeAnalysis;
using CoScheduler.Pool.Resources;

namespace CoScheduler.Pool.State;

/// <summary>
/// An allocation that has not ended. What its demand said when it was made stays with it, in its lot. Some time after its end it is
/// another: only <see cref="Ended{T}"/> keeps one that has ended beyond the step.
/// </summary>
internal sealed class AllocationEntry : Numbered<AllocationEntry>
{
    private const long Never = -1;

    private AllocationState _state;
    private long _started;
    private long _deadline;
    private long _askedUntil;
    private Link<AllocationEntry> _onAgent;
    private Link<AllocationEntry> _inLot;

    public AllocationEntry(AllocationId id, Lot lot, AgentEntry agent, Need need, PoolTime made) => Begin(id, lot, agent, need, made);

    public AllocationId Id { get; private set; }

    public Lot Lot { get; private set; }

    public AgentEntry Home { get; private set; }

    public Need Need { get; private set; }

    /// <summary>The part that comes out of a reservation; null if none does.</summary>
    public Need? Reserved { get; set; }

    public ReservationEntry? Reservation { get; set; }

    public AllocationState State
    {
        get => _state;
        set
        {
            Lot.Grants += (value == AllocationState.Granted ? 1 : 0) - (_state == AllocationState.Granted ? 1 : 0);
            _state = value;
        }
    }

    public LossCost Cost { get; set; }

    public ReclaimCause? Cause { get; set; }

    public TaskId? Task { get; set; }

    public string? Payload { get; set; }

    public PoolTime Made { get; private set; }

    public PoolTime Since { get; set; }

    public PoolTime? Started
    {
        get => _started == Never ? null : new PoolTime(_started);
        set => _started = value?.Milliseconds ?? Never;
    }

    public PoolTime? Deadline
    {
        get => _deadline == Never ? null : new PoolTime(_deadline);
        set => _deadline = value?.Milliseconds ?? Never;
    }

    /// <summary>Until when it was to go, before it was let stay; null if it was not. Whoever goes until then has done as it was asked.</summary>
    public PoolTime? AskedUntil
    {
        get => _askedUntil == Never ? null : new PoolTime(_askedUntil);
        set => _askedUntil = value?.Milliseconds ?? Never;
    }

    public override long Number => Id.Value;

    /// <summary>Whether the last picture of it is old.</summary>
    public bool Touched { get; set; }

    /// <summary>Whether it has ended.</summary>
    public bool Ended { get; set; }

    public FrameworkId Framework => Lot.Key.Framework;

    public DemandClass Class => Lot.Key.Class;

    public DemandKey Demand => Lot.Key;

    public RoleName Role => Lot.RoleName;

    public AgentId Agent => Home.Id;

    public ResourceVector Resources => Need.Vector;

    public ResourceVector Counted => Need.Vector.Counted();

    public DemandMode Mode => Lot.Mode;

    public int Priority => Lot.Priority;

    public string? Gang => Lot.Gang;

    public long Order => Lot.Order;

    /// <summary>Whether it is on its way out.</summary>
    public bool Leaving => State >= AllocationState.Reclaiming;

    /// <summary>Whether it will come free by itself.</summary>
    public bool ComesFree => State is AllocationState.Reclaiming or AllocationState.Killing;

    public bool CountsForRole => State != AllocationState.Stuck;

    /// <summary>It is granted. All that it was before is forgotten.</summary>
    [MemberNotNull(nameof(Lot), nameof(Home), nameof(Need))]
    public void Begin(AllocationId id, Lot lot, AgentEntry agent, Need need, PoolTime made)
    {
        (Id, Lot, Home, Need, Made, Since) = (id, lot, agent, need, made, made);
        (_state, _started, _deadline, _askedUntil) = (AllocationState.Granted, Never, Never, Never);
        (Reserved, Reservation, Cost, Cause, Task, Payload) = (null, null, LossCost.Work, null, null, null);
        (_onAgent, _inLot) = (default, default);
        (Touched, Ended) = (false, false);
        lot.Grants++;
    }

    /// <summary>What it was and is large is let go of: it has ended.</summary>
    public void Forget() => (Task, Payload) = (null, null);

    public override ref Link<AllocationEntry> LinkOf(Lane lane)
    {
        if (lane == Lane.Agent)
        {
            return ref _onAgent;
        }

        return ref _inLot;
    }
}
