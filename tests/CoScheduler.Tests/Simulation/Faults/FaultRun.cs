using System.Collections.Immutable;
using CoScheduler.Pool;
using CoScheduler.Simulation.Worlds;
using CoScheduler.Tests.Pool;

namespace CoScheduler.Tests.Simulation.Faults;

/// <summary>
/// A small world with every kind of fault, all of it from one seed: first two minutes of faults, then a time in which
/// nothing fails and everything that can be placed must be. Every step is followed by the checks that always hold.
/// </summary>
internal sealed class FaultRun
{
    private const long Faulty = 120_000;
    private const int MostFaults = 60;

    private readonly World _world = new();
    private readonly SimulatedJournal _journal = new();
    private readonly SeededRandom _random;
    private readonly List<Tenant> _tenants = [];
    private readonly FaultyAgents _agents;
    private readonly TaskDraw _tasks;
    private long _epoch = 1;
    private bool _crashing;
    private bool _restarting;

    public FaultRun(long seed)
    {
        _random = new SeededRandom(seed);
        _world.Stepped += Check;
        _world.IsLost = _ => _restarting;
        _agents = new FaultyAgents(_world, _random.Fork());
        _tasks = new TaskDraw(_random.Fork());
        _world.Substrate.Behaviour = _ => _tasks.Next();
    }

    public SimulatedJournal Journal => _journal;

    /// <summary>Plays it.</summary>
    /// <exception cref="FaultException">Something does not hold.</exception>
    public void Play()
    {
        _world.Send(new SetQuota(Quotas.Valid(_random)));
        _agents.Begin();
        var count = _random.Next(3, 7);
        for (var i = 1; i <= count; i++)
        {
            var tenant = Tenants.Draw(_world, _random.Fork(), i, _random.Pick(Quotas.Leaves));
            _tenants.Add(tenant);
            _world.At(_random.Next(0, 2_000L), tenant.Come);
            _world.At(_random.Next(2_000, 10_000L), tenant.Act);
        }

        for (var i = 0; i < MostFaults; i++)
        {
            _world.At(_random.Next(5_000, Faulty), Fault);
        }

        _world.RunUntil(Faulty, CancellationToken.None);
        Calm();
        JournalCheck.Run(_journal, _world.Pool, _random.Fork());
    }

    private void Fault()
    {
        var tenant = _random.Pick(_tenants);
        switch (_random.Next(0, 99))
        {
            case < 40:
                tenant.Act();
                break;
            case < 45:
                tenant.Go();
                _world.After(_random.Next(0, 20_000L), tenant.Come);
                break;
            case < 50:
                tenant.Disconnect();
                _world.After(_random.Next(0, 20_000L), tenant.Come);
                break;
            case < 53:
                tenant.TearDown();
                _world.After(_random.Next(0, 20_000L), tenant.Come);
                break;
            case < 75:
                _agents.Fault();
                break;
            case < 85:
                _world.Send(new SetQuota(Quotas.Valid(_random)));
                break;
            case < 88:
                Expect(_world.Send(new SetQuota(Quotas.Invalid(_random))).Refusal?.Code == RefusalCode.InvalidQuota, "An invalid quota was not refused.");
                break;
            case < 90:
                _world.Substrate.ConfirmKills();
                break;
            case < 91:
                Expect(tenant.SpeakAsBefore() is null or { Code: RefusalCode.Fenced }, "An instance that was replaced was not fenced.");
                break;
            case < 92 when _world.Pool.Snapshot().Allocations.Values.LastOrDefault() is { } held:
                _world.Send(new ReportCost(held.Framework, held.Id, _random.Chance(50) ? LossCost.State : LossCost.Nothing));
                break;
            case < 95 when _world.Pool.Snapshot().Allocations.Values.FirstOrDefault(a => a.Task is not null) is { Task: { } task }:
                _world.Send(new StopTask(task, null, _random.Chance(50) ? null : _random.Next(0, 5_000L)));
                break;
            default:
                _crashing = true;
                _world.Send(new Tick());
                break;
        }
    }

    /// <summary>Faults stop: everybody is back, what was stuck goes, and what runs goes on running.</summary>
    private void Calm()
    {
        _tasks.Calm = true;
        _agents.Calm();
        foreach (var tenant in _tenants)
        {
            tenant.Come();
        }

        for (var part = 0; part < 3; part++)
        {
            _world.RunUntil(_world.Now.Milliseconds + Defaults.RestartGate + Quotas.Bound, CancellationToken.None);
            _world.Substrate.ConfirmKills();
        }

        _world.RunUntil(_world.Now.Milliseconds + Quotas.Bound, CancellationToken.None);
        var takers = _tenants.Where(tenant => tenant.Takes).Select(tenant => tenant.Id).ToImmutableHashSet();
        foreach (var wrong in Liveness.Check(_world.Pool.Snapshot(), takers))
        {
            throw new FaultException(wrong);
        }
    }

    private void Check(WorldStep step)
    {
        if (step.Result.Refusal is null)
        {
            _journal.Append(step.At, step.Command, step.Result, _world.Pool);
        }

        foreach (var wrong in Invariants.Check(_world.Pool))
        {
            throw new FaultException($"At {step.At.Milliseconds}, after {step.Command}: {wrong}");
        }

        if (_crashing)
        {
            _crashing = false;
            Crash();
        }
    }

    /// <summary>The master dies after this step, or while it is written; another one goes on from the journal.</summary>
    private void Crash()
    {
        // What was not written whole was not carried out either.
        _restarting = true;
        if (_random.Chance(50))
        {
            _journal.CutAt(_journal.Length - 1);
        }

        _world.Restart(_journal.Restore(_journal.Length), () =>
        {
            _restarting = false;
            _world.Send(new Restarted(++_epoch));
            _agents.ComeBack();
            foreach (var tenant in _tenants)
            {
                tenant.Go();
                _world.After(_random.Next(0, 3_000L), tenant.Come);
            }
        });
    }

    private static void Expect(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new FaultException(otherwise);
        }
    }
}

/// <summary>Something that must always hold does not.</summary>
internal sealed class FaultException(string message) : Exception(message);
