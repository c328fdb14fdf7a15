using System.Collections.Immutable;
using System.Text.Json;
using CoScheduler.Pool.Explain;
using CoScheduler.Pool.Scheduling;
using CoScheduler.Pool.Snapshot;
using CoScheduler.Pool.State;
using CoScheduler.Pool.Steps;

namespace CoScheduler.Pool;

/// <summary>
/// The pool: a state machine that holds who has what, and decides who gets what. It has no clock, no randomness and no
/// I/O: equal commands give equal decisions, bit for bit. Not safe for use by several threads at once.
/// </summary>
public sealed class ResourcePool
{
    /// <summary>The version of the deciding part, journaled with every record.</summary>
    public const int EngineVersion = 1;

    private const int MostRounds = 1_000;

    private readonly SnapshotKeeper _snapshots;
    private readonly Deciding _step;

    /// <summary>An empty pool with the one role <c>default</c>.</summary>
    public ResourcePool()
        : this(new PoolState())
    {
    }

    private ResourcePool(PoolState state) => (State, _snapshots, _step) = (state, new SnapshotKeeper(state), new Deciding(state));

    /// <summary>When the pool next has something to decide by itself; null if nothing is due.</summary>
    public PoolTime? NextDeadline => State.Deadlines.Next;

    internal PoolState State { get; }

    /// <summary>Carries a command out: every change of state is a decision, made and applied here.</summary>
    /// <param name="now">The time; never earlier than that of the step before.</param>
    /// <param name="command">The command.</param>
    /// <returns>A refusal, or what was decided and what is to be carried out, in order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is earlier than that of the step before.</exception>
    public StepResult Step(PoolTime now, Command command)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(now, State.Now);
        if (Commands.Check(State, now, command) is { } refusal)
        {
            return new StepResult(refusal, [], []);
        }

        Transition.Begin(State, now);
        _step.Begin();
        Commands.Carry(_step, command);
        Settle(_step);
        return _step.Result();
    }

    /// <summary>Applies the decisions of a step that was made before: what a restart does with the journal. Never decides.</summary>
    /// <param name="at">The time of that step.</param>
    /// <param name="decisions">What it decided, in order.</param>
    public void Apply(PoolTime at, ImmutableArray<Decision> decisions)
    {
        Transition.Begin(State, at);
        foreach (var decision in decisions)
        {
            Transition.Apply(State, decision);
        }
    }

    /// <summary>The state as an immutable picture. Only what changed since the last one is made anew.</summary>
    /// <returns>The picture.</returns>
    public PoolSnapshot Snapshot() => _snapshots.Take();

    /// <summary>Why something is as it is. Changes nothing.</summary>
    /// <param name="kind">
    /// <c>task</c> (or <c>executor</c>), <c>demand</c> (or <c>service</c>), <c>gang</c>, <c>role</c>, <c>agent</c> or <c>framework</c>.
    /// </param>
    /// <param name="id">
    /// Its id. A demand's is <c>framework/class</c>, or the class alone if only one framework has it; a gang's its name, or
    /// <c>framework/name</c>.
    /// </param>
    /// <returns>The explanation; null if there is no such thing, or the pool knows no such kind.</returns>
    public Explanation? Explain(string kind, string id) => Explainer.Of(State, kind, id);

    /// <summary>The whole state, for a state snapshot in the journal.</summary>
    /// <returns>UTF-8 JSON that <see cref="Import"/> reads.</returns>
    public byte[] Export() => JsonSerializer.SerializeToUtf8Bytes(PoolImages.Of(State), PoolJsonContext.Default.PoolImage);

    /// <summary>A pool as it was exported.</summary>
    /// <param name="state">What <see cref="Export"/> gave.</param>
    /// <returns>The pool.</returns>
    /// <exception cref="JsonException">It is not what <see cref="Export"/> gave, or of a newer format.</exception>
    public static ResourcePool Import(ReadOnlySpan<byte> state)
    {
        var image = JsonSerializer.Deserialize(state, PoolJsonContext.Default.PoolImage) ?? throw new JsonException("The state is null.");
        return image.Format == PoolImage.CurrentFormat
            ? new ResourcePool(Restoring.From(image))
            : throw new JsonException($"The state is of format {image.Format}, and this version reads format {PoolImage.CurrentFormat}.");
    }

    /// <summary>A step that looks at everything anew though nothing was told: it must find nothing to do.</summary>
    internal StepResult StepAnew(PoolTime now)
    {
        Transition.Begin(State, now);
        _step.Begin();
        State.Changes.Moved = true;
        State.Waiting.StirAll();
        Settle(_step);
        return _step.Result();
    }

    /// <summary>
    /// Deadlines, then a round if anything moved; and another while a round frees something or asks somebody back, a grace of nothing
    /// makes deadlines that are due at once, or somebody came to use what he did not lend, for whom others were kept waiting. Then it is
    /// said why the rest waits.
    /// </summary>
    private static void Settle(Deciding step)
    {
        Expiry.Run(step);
        if (!step.State.Changes.Moved && !step.State.Deadlines.AnyDue(step.Now))
        {
            return;
        }

        step.State.Waiting.WakeDue();
        var rounds = 0;
        while (RunRound(step))
        {
            if (++rounds == MostRounds)
            {
                throw new InvalidOperationException($"The pool did not settle within {MostRounds} rounds.");
            }
        }

        Judging.Run(step);
    }

    /// <summary>A round, and the deadlines that it made due.</summary>
    /// <returns>Whether there is to be another.</returns>
    private static bool RunRound(Deciding step)
    {
        var state = step.State;
        state.Changes.Again = false;
        var stirrings = state.Stirrings;
        Round.Run(step);
        var lent = state.Waiting.AnyUnlent && state.Stirrings > stirrings;
        var decided = step.Count;
        Expiry.Run(step);
        return step.Count > decided || state.Changes.Again || state.Waiting.AnyNews || lent;
    }
}

/// <summary>What came of a command.</summary>
/// <param name="Refusal">Why it was not carried out; then there are no decisions and no effects.</param>
/// <param name="Decisions">What was decided, in order.</param>
/// <param name="Effects">What is to be carried out once the decisions are committed, in order.</param>
public sealed record StepResult(Refusal? Refusal, ImmutableArray<Decision> Decisions, ImmutableArray<Effect> Effects);
