using System.Globalization;
using CoScheduler.Pool;
using CoScheduler.Simulation.Worlds;

namespace CoScheduler.Simulation.Workloads;

/// <summary>A framework that has a workload's pieces done: states what it wants, takes what it gets, starts again what was taken.</summary>
internal sealed class WorkFramework
{
    private readonly World _world;
    private readonly FrameworkId _id;
    private readonly WorkTimes _times;
    private readonly Dictionary<TaskId, TaskBehaviour> _behaviours;
    private readonly Dictionary<DemandClass, ClassLedger> _classes = [];
    private readonly SortedDictionary<string, PendingReason> _never = new(StringComparer.Ordinal);
    private long _tasks;

    /// <param name="world">The world.</param>
    /// <param name="id">Its id.</param>
    /// <param name="classes">What it has done.</param>
    /// <param name="times">How long tasks take to start and to leave.</param>
    /// <param name="behaviours">Gets what each task does, before it is started.</param>
    public WorkFramework(World world, FrameworkId id, IEnumerable<WorkClass> classes, WorkTimes times, Dictionary<TaskId, TaskBehaviour> behaviours)
    {
        (_world, _id, _times, _behaviours) = (world, id, times, behaviours);
        world.Connect(id, Receive);
        foreach (var work in classes)
        {
            Plan(new ClassLedger(work));
        }
    }

    /// <summary>What the pool refused to carry out, with why: empty unless the workload does not fit the quota.</summary>
    public SortedSet<string> Refused { get; } = new(StringComparer.Ordinal);

    /// <summary>The classes that can never be placed as things are, with why.</summary>
    public IEnumerable<string> Never => _never.Select(pair => $"{_id}/{pair.Key}: {pair.Value.Name}: {pair.Value.Message}");

    private void Plan(ClassLedger ledger)
    {
        _classes.Add(ledger.Work.Class, ledger);
        foreach (var item in ledger.Work.Items)
        {
            _world.At(item.At, () =>
            {
                ledger.Add(item);
                StateSoon(ledger);
            });
        }

        foreach (var withdrawal in ledger.Work.Withdrawals)
        {
            _world.At(withdrawal.At, () => Withdraw(ledger, withdrawal.Count));
        }
    }

    private void Withdraw(ClassLedger ledger, int count)
    {
        var numbers = ledger.Withdraw(count);
        State(ledger);
        numbers.ForEach(number => Send(new StopTask(Task(number), _id, null)));
    }

    /// <summary>Whatever else changes at this time is stated with it.</summary>
    private void StateSoon(ClassLedger ledger)
    {
        if (!ledger.Stating)
        {
            ledger.Stating = true;
            _world.After(0, () => State(ledger));
        }
    }

    private void State(ClassLedger ledger)
    {
        ledger.Stating = false;
        Send(new SetDemand(_id, ledger.Work.Class, ++ledger.Version, ledger.Target, ledger.Work.Terms));
    }

    private void Receive(FrameworkEffect effect)
    {
        switch (effect)
        {
            case AllocationGranted granted:
                Launch(_classes[granted.Class], granted);
                break;
            case OfferMade offer:
                Answer(_classes[offer.Class], offer);
                break;
            case DemandWaits { Reason: { Never: true } reason } waits:
                _never[waits.Class.Value] = reason;
                break;
            case DemandWaits waits:
                _never.Remove(waits.Class.Value);
                break;
            case AllocationEnded { Task: { } task } ended:
                GoOn(_classes[ended.Class], task, ended.End);
                break;
        }
    }

    private void Launch(ClassLedger ledger, AllocationGranted granted)
    {
        if (ledger.TakeWaiting() is not { } piece)
        {
            _world.Send(new ReleaseAllocation(_id, granted.Allocation));
            return;
        }

        var number = Start(ledger, piece);
        if (_world.Send(new LaunchTask(_id, granted.Allocation, Task(number), "")).Refusal is not null)
        {
            PutBack(ledger, number);
        }
    }

    private void Answer(ClassLedger ledger, OfferMade offer)
    {
        var shape = ledger.Work.Terms.Shape;
        var numbers = new List<long>();
        for (var fitting = offer.Resources.TimesFitting(shape); fitting > 0 && ledger.TakeWaiting() is { } piece; fitting--)
        {
            numbers.Add(Start(ledger, piece));
        }

        if (numbers.Count == 0)
        {
            _world.Send(new DeclineOffer(_id, offer.Offer, 0));
        }
        else if (_world.Send(new AcceptOffer(_id, offer.Offer, [.. numbers.Select(number => new TaskLaunch(Task(number), shape, ""))])).Refusal is not null)
        {
            numbers.AsEnumerable().Reverse().ToList().ForEach(number => PutBack(ledger, number));
        }
    }

    private void GoOn(ClassLedger ledger, TaskId task, AllocationEnd end)
    {
        _behaviours.Remove(task);
        if (ledger.Take(Number(task)) is { } piece)
        {
            ledger.PutBack(end is AllocationEnd.Finished or AllocationEnd.Failed && !piece.OnLastRun ? piece with { Run = piece.Run + 1 } : piece);
        }
    }

    private long Start(ClassLedger ledger, Piece piece)
    {
        var number = ++_tasks;
        ledger.Start(number, piece);
        _behaviours[Task(number)] = new TaskBehaviour
        {
            Start = _times.Start,
            Runs = piece.Next.Milliseconds,
            ExitCode = piece.Next.ExitCode,
            Leaves = _times.Leaves,
            Done = piece.OnLastRun ? () => Done(ledger, number) : null,
        };
        return number;
    }

    /// <summary>The target falls before the task exits, as its framework knows first: nothing is granted in its place.</summary>
    private void Done(ClassLedger ledger, long number)
    {
        if (ledger.Take(number) is not null)
        {
            State(ledger);
        }
    }

    private void PutBack(ClassLedger ledger, long number)
    {
        _behaviours.Remove(Task(number));
        if (ledger.Take(number) is { } piece)
        {
            ledger.PutBack(piece);
        }
    }

    private TaskId Task(long number) => new(string.Create(CultureInfo.InvariantCulture, $"{_id}-{number}"));

    private long Number(TaskId task) => long.Parse(task.Value.AsSpan(_id.Value.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture);

    private void Send(Command command)
    {
        if (_world.Send(command).Refusal is { } refusal)
        {
            Refused.Add($"{_id}: {refusal.Message}");
        }
    }
}

/// <summary>How long simulated tasks take for what no workload says. Milliseconds.</summary>
/// <param name="Start">From the order until they run.</param>
/// <param name="Leaves">From the polite signal until they are gone.</param>
public sealed record WorkTimes(long Start, long Leaves)
{
    /// <summary>A second to start, three to leave: what an executor takes to move its blocks and exit.</summary>
    public static readonly WorkTimes Default = new(1_000, 3_000);
}
