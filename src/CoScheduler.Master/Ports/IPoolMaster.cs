using CoScheduler.Pool;

namespace CoScheduler.Master;

/// <summary>The one pool, as frameworks, substrates and the API see it.</summary>
public interface IPoolMaster
{
    /// <summary>The pool after the last committed step.</summary>
    PoolSnapshot Snapshot { get; }

    /// <summary>This master's epoch: rises with every start on the same state.</summary>
    long Epoch { get; }

    /// <summary>Pool time now, for telling how far off a deadline is.</summary>
    PoolTime Now { get; }

    /// <summary>Hands a command in and waits until it is committed or refused.</summary>
    /// <param name="command">The command.</param>
    /// <param name="cancellationToken">Stops the waiting, not the command.</param>
    /// <returns>Null if it was carried out, else why not.</returns>
    ValueTask<Refusal?> SubmitAsync(Command command, CancellationToken cancellationToken = default);

    /// <summary>As <see cref="SubmitAsync(Command, CancellationToken)"/>, and keeps who gave the command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="origin">Who gave it, and why.</param>
    /// <param name="cancellationToken">Stops the waiting, not the command.</param>
    /// <returns>Null if it was carried out, else why not.</returns>
    ValueTask<Refusal?> SubmitAsync(Command command, Origin origin, CancellationToken cancellationToken = default);

    /// <summary>Asks the pool something between two steps, for what a snapshot doesn't hold. Must not change it.</summary>
    /// <typeparam name="T">The answer.</typeparam>
    /// <param name="question">Run on the pool's own thread; must be quick.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The answer.</returns>
    ValueTask<T> AskAsync<T>(Func<ResourcePool, T> question, CancellationToken cancellationToken = default);

    /// <summary>Runs a command on a copy of the pool: what would come of it.</summary>
    /// <param name="command">The command.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>What would be decided.</returns>
    ValueTask<StepResult> DryRunAsync(Command command, CancellationToken cancellationToken = default);

    /// <summary>A copy of the pool as it is, for finding out what would come of something.</summary>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The copy, and the pool time it was made at.</returns>
    ValueTask<(ResourcePool Pool, PoolTime Now)> CopyAsync(CancellationToken cancellationToken = default);

    /// <summary>Waits for a snapshot that satisfies a condition.</summary>
    /// <param name="condition">The condition; judged on the current snapshot first.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The first such snapshot.</returns>
    Task<PoolSnapshot> WaitForAsync(Func<PoolSnapshot, bool> condition, CancellationToken cancellationToken);

    /// <summary>Every committed step, from one on.</summary>
    /// <param name="after">The number of the last step that is not wanted; null starts with the next.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>The steps that decided something, in order.</returns>
    /// <exception cref="EventsGoneException">Steps after <paramref name="after"/> are no longer kept.</exception>
    IAsyncEnumerable<PoolEvent> ReadEventsAsync(long? after, CancellationToken cancellationToken);
}

/// <summary>A committed step, as it is told to whoever watches.</summary>
/// <param name="Number">The step's number.</param>
/// <param name="At">Its pool time.</param>
/// <param name="Wall">The wall clock then, for people.</param>
/// <param name="Command">What was told.</param>
/// <param name="Decisions">What was decided.</param>
/// <param name="Effects">What was carried out.</param>
public sealed record PoolEvent(
    long Number,
    PoolTime At,
    DateTimeOffset Wall,
    Command Command,
    System.Collections.Immutable.ImmutableArray<Decision> Decisions,
    System.Collections.Immutable.ImmutableArray<Effect> Effects);

/// <summary>Events from the asked number on are no longer kept.</summary>
/// <param name="oldest">The oldest number that still is.</param>
public sealed class EventsGoneException(long oldest) : Exception($"Events before {oldest} are no longer kept; start again from a snapshot.")
{
    /// <summary>The oldest number that is still kept.</summary>
    public long Oldest { get; } = oldest;
}
