using CoScheduler.Pool;
using CoScheduler.Simulation.Worlds;

namespace CoScheduler.Tests.Simulation.Faults;

/// <summary>
/// A framework that can crash: it remembers what it wants, and learns what it holds from the pool when it comes back.
/// </summary>
internal abstract class Tenant(World world, SeededRandom random, string id, RoleName role)
{
    private const int SlowestAnswer = 300;

    private readonly SortedDictionary<string, (int Target, DemandTerms Terms, long Version)> _wants = new(StringComparer.Ordinal);
    private int _tasks;
    private int _incarnation;
    private bool _away = true;

    public FrameworkId Id { get; } = new(id);

    public RoleName Role => role;

    /// <summary>Whether it takes what it is given: what waits of it must be met if it can be.</summary>
    public virtual bool Takes => true;

    protected World World => world;

    protected SeededRandom Random => random;

    /// <summary>It is here, for the first time or again.</summary>
    public void Come()
    {
        world.Connect(Id, Receive);
        _away = false;
        _incarnation++;
        world.Send(new RegisterFramework(Id, Id.Value, [role], random.Chance(70) ? Defaults.FrameworkFailover : random.Next(1_000L, 15_000)));
        world.Send(new ReconcileTasks(Id, []));
        foreach (var (name, (target, terms, _)) in _wants.ToList())
        {
            Want(name, target, terms);
        }

        foreach (var grant in world.Pool.Snapshot().Allocations.Values.Where(a => a.Framework == Id && a.State == AllocationState.Granted).ToList())
        {
            Granted(grant.Id);
        }
    }

    /// <summary>It crashes: what is sent to it is lost.</summary>
    public void Go() => _away = true;

    /// <summary>It goes and is seen to: what it holds outlives it for its fail-over time.</summary>
    public void Disconnect()
    {
        _away = true;
        world.Send(new DisconnectFramework(Id));
    }

    /// <summary>An instance of it that was replaced speaks up, and is fenced; null if there is none.</summary>
    public Refusal? SpeakAsBefore() => world.Pool.Snapshot().Frameworks.TryGetValue(Id.Value, out var me) && me.Instance > 1
        ? world.Send(new RemoveFramework(Id) { Instance = me.Instance - 1 }).Refusal ?? new Refusal(RefusalCode.OutOfRange, "It was obeyed.")
        : null;

    /// <summary>It is torn down: everything of it ends.</summary>
    public void TearDown()
    {
        _away = true;
        _wants.Clear();
        world.Send(new RemoveFramework(Id));
    }

    /// <summary>It changes its mind.</summary>
    public void Act()
    {
        if (!_away)
        {
            Change();
        }
    }

    protected abstract void Change();

    protected virtual void Offered(OfferMade offer) => world.Send(new DeclineOffer(Id, offer.Offer, null));

    protected virtual void Granted(AllocationId allocation) => world.Send(new LaunchTask(Id, allocation, NextTask(), "run"));

    protected int Wants(string name) => _wants.GetValueOrDefault(name).Target;

    protected long Version(string name) => _wants.GetValueOrDefault(name).Version;

    protected void Want(string name, int target, DemandTerms terms)
    {
        var version = Version(name) + 1;
        _wants[name] = (target, terms, version);
        world.Send(new SetDemand(Id, new DemandClass(name), version, target, terms));
    }

    protected TaskId NextTask() => new($"{Id}-{_incarnation}-{++_tasks}");

    private void Receive(FrameworkEffect effect)
    {
        var incarnation = _incarnation;
        world.After(random.Next(0, SlowestAnswer), () =>
        {
            if (_away || incarnation != _incarnation)
            {
                return;
            }

            switch (effect)
            {
                case OfferMade offer:
                    Offered(offer);
                    break;
                case AllocationGranted granted:
                    Granted(granted.Allocation);
                    break;
            }
        });
    }
}
