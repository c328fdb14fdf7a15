using System.Collections.Immutable;
using CoScheduler.Pool;

namespace CoScheduler.Simulation.Worlds;

/// <summary>
/// A pool in virtual time. What happens is an event at a point of time; nothing ticks but the pool's own deadlines. Events
/// of one time happen in the order in which they were planned, so a world depends on nothing but what is put into it.
/// </summary>
public sealed class World
{
    private readonly PriorityQueue<Action, (long At, long Order)> _events = new();
    private readonly Dictionary<FrameworkId, Action<FrameworkEffect>> _frameworks = [];
    private Action? _begin;
    private long _order;

    /// <summary>An empty world.</summary>
    public World()
    {
        Pool = new ResourcePool();
        Substrate = new SimulatedSubstrate(this);
    }

    /// <summary>Is told of every command and what came of it, before its effects are carried out.</summary>
    public event Action<WorldStep>? Stepped;

    /// <summary>Whether an effect gets lost on its way, as when a master dies; null means that none does.</summary>
    public Func<Effect, bool>? IsLost { get; set; }

    /// <summary>The pool.</summary>
    public ResourcePool Pool { get; private set; }

    /// <summary>Where tasks run.</summary>
    public SimulatedSubstrate Substrate { get; }

    /// <summary>The time.</summary>
    public PoolTime Now { get; private set; }

    /// <summary>How many commands the pool was told.</summary>
    public long Steps { get; private set; }

    /// <summary>Plans an event.</summary>
    /// <param name="at">When, in milliseconds; what has passed means now.</param>
    /// <param name="happens">What happens.</param>
    public void At(long at, Action happens) => _events.Enqueue(happens, (Math.Max(at, Now.Milliseconds), _order++));

    /// <summary>Plans an event.</summary>
    /// <param name="milliseconds">How long from now.</param>
    /// <param name="happens">What happens.</param>
    public void After(long milliseconds, Action happens) => At(Now.Plus(milliseconds).Milliseconds, happens);

    /// <summary>Tells a framework what is for it.</summary>
    /// <param name="framework">The framework.</param>
    /// <param name="receive">Gets its effects, each as an event of its own.</param>
    public void Connect(FrameworkId framework, Action<FrameworkEffect> receive) => _frameworks[framework] = receive;

    /// <summary>Tells the pool something, now.</summary>
    /// <param name="command">The command.</param>
    /// <returns>A refusal, or what was decided.</returns>
    public StepResult Send(Command command)
    {
        Begin();
        var result = Pool.Step(Now, command);
        Steps++;
        Stepped?.Invoke(new WorldStep(Now, command, result));
        foreach (var effect in result.Effects.Where(effect => IsLost?.Invoke(effect) != true))
        {
            Deliver(effect);
        }

        return result;
    }

    /// <summary>Goes on with another pool, as after a restart.</summary>
    /// <param name="pool">The pool; it has seen no time later than now.</param>
    /// <param name="begin">What happens before the pool is told anything else, once what happens now is over.</param>
    public void Restart(ResourcePool pool, Action begin) => (Pool, _begin) = (pool, begin);

    /// <summary>Lets everything happen until a time, that time included.</summary>
    /// <param name="end">Milliseconds.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public void RunUntil(long end, CancellationToken cancellationToken)
    {
        while (NextEvent() is { } next && next <= end)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Begin();
            Now = new PoolTime(Math.Max(next, Now.Milliseconds));
            if (Pool.NextDeadline is { } deadline && deadline.CompareTo(Now) <= 0)
            {
                Send(new Tick());
            }
            else
            {
                _events.Dequeue()();
            }
        }

        Now = new PoolTime(Math.Max(end, Now.Milliseconds));
    }

    /// <summary>The time of the next planned event, the pool's deadlines not counted; null if nothing is planned.</summary>
    internal long? NextPlanned => _events.TryPeek(out _, out var priority) ? priority.At : null;

    private void Begin()
    {
        var begin = _begin;
        _begin = null;
        begin?.Invoke();
    }

    private long? NextEvent() => (NextPlanned, Pool.NextDeadline?.Milliseconds) switch
    {
        (null, var deadline) => deadline,
        (var planned, null) => planned,
        var (planned, deadline) => Math.Min(planned.Value, deadline.Value),
    };

    private void Deliver(Effect effect)
    {
        switch (effect)
        {
            case SubstrateEffect carried:
                After(0, () => Substrate.Carry(carried));
                break;
            case FrameworkEffect told when _frameworks.TryGetValue(told.Framework, out var receive):
                After(0, () => receive(told));
                break;
        }
    }
}

/// <summary>A command, and what came of it.</summary>
/// <param name="At">When.</param>
/// <param name="Command">The command.</param>
/// <param name="Result">What came of it.</param>
public sealed record WorldStep(PoolTime At, Command Command, StepResult Result)
{
    /// <summary>What was decided, in order.</summary>
    public ImmutableArray<Decision> Decisions => Result.Decisions;
}
