using System.Collections.Immutable;
using CoScheduler.Master;
using CoScheduler.Pool;

namespace CoScheduler.Frameworks.Services;

/// <summary>
/// A service at work: after every change it compares what is wanted with what there is, and says what follows. Not safe
/// for several threads at once.
/// </summary>
internal sealed class Service(KeptService kept, IServiceWorld world)
{
    private readonly List<ReplicaSlot> _slots = [];
    private readonly List<ReplicaSlot> _leaving = [];
    private (int Target, int Revision)? _stated;
    private bool _replacing;

    public KeptService Kept { get; private set; } = kept;

    public bool Deleting { get; private set; }

    public Refusal? Refusal { get; set; }

    /// <summary>Nothing of it is left.</summary>
    public bool IsGone => Deleting && _slots.Count == 0 && _leaving.Count == 0;

    public IEnumerable<int> Ports => _slots.Concat(_leaving).SelectMany(slot => slot.Ports);

    private string Name => Kept.Spec.Name;

    private int Wanted => Deleting ? 0 : Kept.Spec.Replicas;

    public void Change(KeptService changed)
    {
        var replaced = changed.Revision != Kept.Revision;
        Kept = changed;
        Deleting = false;
        foreach (var slot in _slots.Where(_ => replaced))
        {
            slot.ForgetFailures();
            if (slot.State == ReplicaState.BackingOff)
            {
                slot.Wait(world.Now);
            }
        }

        Advance();
    }

    public void Delete()
    {
        Deleting = true;
        Advance();
    }

    /// <summary>Takes over what it holds from before a restart.</summary>
    public void Adopt(IEnumerable<AllocationView> held)
    {
        Resize();
        foreach (var allocation in held)
        {
            Adopt(allocation);
        }

        Advance();
    }

    public void Granted(AllocationId allocation, AgentId agent)
    {
        if (Find(allocation) is not null)
        {
            return;
        }

        if (_slots.Find(slot => slot.State == ReplicaState.Waiting) is not { } waiting)
        {
            world.Send(new ReleaseAllocation(world.Framework, allocation));
            return;
        }

        var ports = PickPorts();
        var task = ReplicaTask.Id(Name, waiting.Ordinal, allocation);
        var spec = ReplicaTask.Spec(Name, waiting.Ordinal, Kept.Revision, Kept.Spec.Template, ports, world.Options.Environment);
        waiting.Start(allocation, agent, task, Kept.Revision, ports, world.Now);
        world.Send(new LaunchTask(world.Framework, allocation, task, TaskSpecJson.Write(spec)));
    }

    public void Started(AllocationId allocation)
    {
        if (Find(allocation) is not { State: ReplicaState.Starting } slot)
        {
            return;
        }

        if (slot.Run(world.Now) is { } waited)
        {
            world.Measured(waited);
        }

        _replacing &= slot.Revision != Kept.Revision;
        Advance();
    }

    public void AskedBack(AllocationId allocation)
    {
        if (Find(allocation) is { HasTask: true } slot)
        {
            slot.Stop(world.Now);
        }
    }

    public void Ended(AllocationEnded ended)
    {
        if (Find(ended.Allocation) is not { } slot)
        {
            return;
        }

        if (!_leaving.Remove(slot))
        {
            Again(slot, ended);
        }

        Advance();
    }

    public bool Holds(AllocationId allocation) => Find(allocation) is not null;

    /// <summary>A command of its own was refused: a launch because its grant is gone, a demand because it can't be.</summary>
    public void Refused(Command command, Refusal refusal)
    {
        switch (command)
        {
            case SetDemand demand when demand.Class.Value == Name && demand.Target > 0:
                Refusal = refusal;
                break;
            case LaunchTask launch when Find(launch.Allocation) is { } slot:
                NotLaunched(slot);
                break;
        }
    }

    /// <summary>What follows from what is wanted now.</summary>
    public void Advance()
    {
        foreach (var slot in _slots.Where(slot => slot.State == ReplicaState.BackingOff && slot.Until <= world.Now))
        {
            slot.Wait(world.Now);
        }

        Resize();
        Replace();
        StateDemand();
    }

    public ServiceView View(PoolSnapshot pool)
    {
        var demand = pool.Demands.FirstOrDefault(demand => demand.Framework == world.Framework && demand.Class.Value == Name);
        return new ServiceView(
            Name,
            Kept.Spec.Template.Role,
            Wanted,
            _slots.Count(slot => slot.State == ReplicaState.Running),
            Kept.Revision,
            _slots.Count(slot => slot.State == ReplicaState.Running && slot.Revision == Kept.Revision),
            Kept.Created,
            Deleting,
            Kept.Spec.Template,
            demand?.Reason,
            Refusal,
            [.. _slots.Concat(_leaving).Select(slot => slot.View())]);
    }

    private void Adopt(AllocationView held)
    {
        if (held.Task is not { } task)
        {
            Granted(held.Id, held.Agent);
            return;
        }

        var state = held.State switch
        {
            AllocationState.Launching => ReplicaState.Starting,
            AllocationState.Running => ReplicaState.Running,
            _ => ReplicaState.Stopping,
        };
        var known = ReplicaTask.Find(held.Payload);
        var slot = _slots.Find(slot => slot.Ordinal == known?.Ordinal && slot.State == ReplicaState.Waiting);
        var home = slot ?? new ReplicaSlot(known?.Ordinal ?? 0, world.Now);
        home.Adopt(held.Id, held.Agent, task, known?.Revision ?? 0, known?.Ports ?? [], state, world.Now);
        if (slot is null)
        {
            Leave(home);
        }
    }

    private void NotLaunched(ReplicaSlot slot)
    {
        if (!_leaving.Remove(slot))
        {
            slot.Wait(world.Now);
        }

        Advance();
    }

    private void Again(ReplicaSlot slot, AllocationEnded ended)
    {
        if (ended.End is not (AllocationEnd.Finished or AllocationEnd.Failed))
        {
            slot.Wait(world.Now);
            return;
        }

        var failure = new ReplicaFailure(world.Now, ended.Task, ended.ExitCode, ended.Detail, null);
        var wait = slot.BackOff(failure, world.Options, world.Now);
        world.Later(wait, Advance);
        world.ReadLog(slot, failure);
    }

    private void Resize()
    {
        for (var ordinal = _slots.Count + 1; ordinal <= Wanted; ordinal++)
        {
            _slots.Add(new ReplicaSlot(ordinal, world.Now));
        }

        while (_slots.Count > Wanted)
        {
            var last = _slots[^1];
            _slots.RemoveAt(_slots.Count - 1);
            if (last.Task is not null)
            {
                Leave(last);
            }
        }
    }

    private void Leave(ReplicaSlot slot)
    {
        _leaving.Add(slot);
        Stop(slot);
    }

    /// <summary>One replica after the other, and the next only when the one before runs: a bad template stops one of them.</summary>
    private void Replace()
    {
        _replacing &= !_slots.TrueForAll(slot => slot.State == ReplicaState.Running);
        var settled = _slots.TrueForAll(slot => slot.State is ReplicaState.Running or ReplicaState.Waiting);
        if (!_replacing && settled && _slots.Find(slot => slot.State == ReplicaState.Running && slot.Revision != Kept.Revision) is { } old)
        {
            _replacing = true;
            Stop(old);
        }
    }

    private void Stop(ReplicaSlot slot)
    {
        if (slot is { HasTask: true, Task: { } task })
        {
            slot.Stop(world.Now);
            world.Send(new StopTask(task, world.Framework, Kept.Spec.Template.GraceMilliseconds));
        }
    }

    /// <summary>A replica that backs off wants nothing: others may have its place meanwhile.</summary>
    private void StateDemand()
    {
        var wanted = (_slots.Count(slot => slot.State != ReplicaState.BackingOff), Kept.Revision);
        if (_stated != wanted)
        {
            _stated = wanted;
            Refusal = null;
            world.Send(new SetDemand(world.Framework, new DemandClass(Name), world.NextVersion(), wanted.Item1, Kept.Spec.Template.Terms));
        }
    }

    private ImmutableArray<int> PickPorts()
    {
        var ports = Kept.Spec.Template.Ports;
        var free = new Queue<int>(FreePorts.Pick(ports.Count(port => port.Number == 0), world.PortsTaken()));
        return [.. ports.Select(port => port.Number == 0 ? free.Dequeue() : port.Number)];
    }

    private ReplicaSlot? Find(AllocationId allocation) => _slots.Concat(_leaving).FirstOrDefault(slot => slot.Allocation == allocation);
}
