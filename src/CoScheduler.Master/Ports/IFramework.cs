using System.Collections.Immutable;
using CoScheduler.Pool;

namespace CoScheduler.Master;

/// <summary>
/// A scheduler in this process. The master registers it when it starts, gives it its whole state, and then every effect
/// that is meant for it, in order. It answers with commands through <see cref="IPoolMaster.SubmitAsync(CoScheduler.Pool.Command, CancellationToken)"/>.
/// </summary>
public interface IFramework
{
    /// <summary>The id that it keeps over restarts.</summary>
    FrameworkId Id { get; }

    /// <summary>For people.</summary>
    string Name { get; }

    /// <summary>The roles that it asks in. <see cref="RoleName.Root"/> means all.</summary>
    ImmutableArray<RoleName> Roles { get; }

    /// <summary>
    /// Called once, after it was registered and before any effect: what it holds from before a restart stands in the
    /// snapshot's demands and allocations.
    /// </summary>
    /// <param name="master">Where its commands go.</param>
    /// <param name="snapshot">The pool as it is.</param>
    /// <param name="cancellationToken">The master stops.</param>
    /// <returns>When it is ready for effects.</returns>
    Task StartAsync(IPoolMaster master, PoolSnapshot snapshot, CancellationToken cancellationToken);

    /// <summary>An effect for it. Called in order, from one thread a framework; slow work must be done elsewhere.</summary>
    /// <param name="effect">The effect.</param>
    void Receive(FrameworkEffect effect);

    /// <summary>The master stops: no more effects follow. Its tasks are the master's business.</summary>
    /// <param name="cancellationToken">When to give up.</param>
    /// <returns>When it has ended what it does by itself.</returns>
    Task StopAsync(CancellationToken cancellationToken);
}
