using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace CoScheduler.Pool;

/// <summary>
/// The pool: a state machine that holds who has what, and decides who gets what. It has no clock, no randomness and no
/// I/O: equal commands give equal decisions, bit for bit. Not safe for use by several threads at once.
/// </summary>
public sealed class ResourcePool
{
    /// <summary>The version of the deciding part, journaled with every record.</summary>
    public const int EngineVersion = 1;

    /// <summary>When the pool next has something to decide by itself; null if nothing is due.</summary>
    public PoolTime? NextDeadline => throw new NotSupportedException();

    /// <summary>Carries a command out: every change of state is a decision, made and applied here.</summary>
    /// <param name="now">The time; never earlier than that of the step before.</param>
    /// <param name="command">The command.</param>
    /// <returns>A refusal, or what was decided and what is to be carried out, in order.</returns>
    public StepResult Step(PoolTime now, Command command) => throw new NotSupportedException();

    /// <summary>Applies the decisions of a step that was made before: what a restart does with the journal. Never decides.</summary>
    /// <param name="at">The time of that step.</param>
    /// <param name="decisions">What it decided, in order.</param>
    public void Apply(PoolTime at, ImmutableArray<Decision> decisions) => throw new NotSupportedException();

    /// <summary>The state as an immutable picture.</summary>
    /// <returns>The picture.</returns>
    public PoolSnapshot Snapshot() => throw new NotSupportedException();

    /// <summary>The whole state, for a state snapshot in the journal.</summary>
    /// <returns>UTF-8 JSON that <see cref="Import"/> reads.</returns>
    public byte[] Export() => throw new NotSupportedException();

    /// <summary>A pool as it was exported.</summary>
    /// <param name="state">What <see cref="Export"/> gave.</param>
    /// <returns>The pool.</returns>
    public static ResourcePool Import(ReadOnlySpan<byte> state) => throw new NotSupportedException();
}

/// <summary>A change of the pool's state. Journaled; these records only grow.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "$")]
public abstract record Decision;

/// <summary>What came of a command.</summary>
/// <param name="Refusal">Why it was not carried out; then there are no decisions and no effects.</param>
/// <param name="Decisions">What was decided, in order.</param>
/// <param name="Effects">What is to be carried out once the decisions are committed, in order.</param>
public sealed record StepResult(Refusal? Refusal, ImmutableArray<Decision> Decisions, ImmutableArray<Effect> Effects);
