using System.Collections.Immutable;
using CoScheduler.Pool;
using CoScheduler.Simulation.Worlds;

namespace CoScheduler.Tests.Simulation.Faults;

/// <summary>Agents that are lost and come back, larger or smaller, are cordoned, drained and removed.</summary>
internal sealed class FaultyAgents(World world, SeededRandom random)
{
    private const long Gi = 1L << 30;

    /// <summary>What keeps tasks off some of them that don't tolerate it.</summary>
    public static readonly Taint Taint = new("dedicated", "yes");

    private readonly SortedDictionary<string, ResourceVector> _here = new(StringComparer.Ordinal);
    private readonly List<string> _all = [];
    private bool _calm;

    public void Begin()
    {
        var count = random.Next(2, 4);
        for (var i = 0; i < count; i++)
        {
            _all.Add($"agent{i}");
            Come(_all[i], Size());
        }
    }

    public void Fault()
    {
        var name = random.Pick(_all);
        var id = new AgentId(name);
        switch (random.Next(0, 13))
        {
            case 0 or 1 or 2 when _here.Remove(name):
                world.Substrate.Lose(id);
                world.Send(new AgentLost(id));
                if (random.Chance(30))
                {
                    world.Send(new RemoveAgent(id));
                }

                world.After(random.Next(0, 30_000L), () => Come(name, Size()));
                break;
            case 3 or 4 when _here.ContainsKey(name):
                Come(name, Size());
                break;
            case 5:
                world.Send(new CordonAgent(id));
                break;
            case 6 or 7:
                world.Send(new DrainAgent(id, random.Chance(50) ? null : random.Next(0, 10_000L)));
                break;
            case 8 or 9 when _here.ContainsKey(name):
                world.Send(new SetForeign(id, random.Chance(50) ? ResourceVector.Empty : Part()));
                break;
            case 10 or 11 when _here.ContainsKey(name):
                world.Send(new SetReservation(id, random.Pick(Quotas.Leaves), random.Chance(40) ? ResourceVector.Empty : Part()));
                break;
            default:
                world.Send(new ResumeAgent(id));
                break;
        }
    }

    /// <summary>After a restart of the master each agent registers again and says what it has, in its own time.</summary>
    public void ComeBack()
    {
        foreach (var name in _here.Keys.ToList())
        {
            world.After(random.Next(0, 5_000L), () =>
            {
                if (_here.TryGetValue(name, out var total))
                {
                    Come(name, total);
                }
            });
        }
    }

    /// <summary>All are back, take tasks, and keep nothing for anybody.</summary>
    public void Calm()
    {
        _calm = true;
        foreach (var name in _all)
        {
            Come(name, _here.GetValueOrDefault(name) ?? Size());
            world.Send(new ResumeAgent(new AgentId(name)));
            world.Send(new SetForeign(new AgentId(name), ResourceVector.Empty));
            foreach (var role in Quotas.Leaves)
            {
                world.Send(new SetReservation(new AgentId(name), role, ResourceVector.Empty));
            }
        }

        world.Substrate.ConfirmKills();
    }

    private void Come(string name, ResourceVector total)
    {
        _here[name] = total;
        var id = new AgentId(name);
        var zone = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("zone", $"z{_all.IndexOf(name) % 2}");
        world.Send(new RegisterAgent(id, total, zone)
        {
            Taints = random.Chance(15) ? [Taint] : null,
            Reserved = !_calm && random.Chance(15) ? ImmutableSortedDictionary.Create<string, ResourceVector>(StringComparer.Ordinal).Add(random.Pick(Quotas.Leaves).Value, Part()) : null,
        });
        world.Substrate.ReportAgain(id);
        foreach (var allocation in world.Pool.Snapshot().Allocations.Values.Where(a => a.Agent == id && a.Task is not null).ToList())
        {
            Order(allocation, allocation.Task!.Value);
        }
    }

    /// <summary>Orders that may have been lost with a master are given again, as a master does that finds its agents.</summary>
    private void Order(AllocationView allocation, TaskId task)
    {
        switch (allocation.State)
        {
            case AllocationState.Launching:
                world.Substrate.Carry(new StartTask(allocation.Agent, task, allocation.Id, allocation.Resources, allocation.Payload!));
                break;
            case AllocationState.Reclaiming:
                world.Substrate.Carry(new SignalTask(allocation.Agent, task, allocation.Deadline!.Value));
                break;
            case AllocationState.Killing or AllocationState.Stuck:
                world.Substrate.Carry(new KillTask(allocation.Agent, task));
                break;
        }
    }

    private ResourceVector Size() => ResourceVector.Of(1_000 * random.Next(1, 6), Gi * random.Next(2, 12)).With("gpus", random.Chance(25) ? 1_000 * random.Next(1, 2) : 0);

    private ResourceVector Part() => ResourceVector.Of(500 * random.Next(1, 3), Gi * random.Next(1, 3));
}
