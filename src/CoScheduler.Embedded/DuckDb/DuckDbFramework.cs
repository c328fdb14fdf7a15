using System.Collections.Immutable;
using CoScheduler.Analyses;
using CoScheduler.Master;
using CoScheduler.Pool;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Embedded.DuckDb;

/// <summary>
/// DuckDB's workers on the pool: tasks like any executor. A role's first worker is firm demand when a request comes; more
/// are elastic offers, accepted by what waits; idle ones are given back, and a worker that is asked back finishes first.
/// </summary>
public sealed class DuckDbFramework : IFramework, IAsyncDisposable
{
    private readonly DuckDbOptions _options;
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Makes a framework; it begins with <see cref="StartAsync"/>.</summary>
    /// <param name="options">How workers are run.</param>
    /// <param name="topics">Where topics' tables come from.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    /// <exception cref="ArgumentException">The options have faults; the message has all of them.</exception>
    public DuckDbFramework(DuckDbOptions options, ITopicTables topics, TimeProvider time, ILogger<DuckDbFramework> logger)
    {
        if (options.Validate() is { Count: > 0 } errors)
        {
            throw new ArgumentException(string.Join(" ", errors), nameof(options));
        }

        _options = options;
        Fleet = new WorkerFleet(Id, options, topics, time, logger);
    }

    /// <inheritdoc />
    public FrameworkId Id { get; } = new("duckdb");

    /// <inheritdoc />
    public string Name => "DuckDB";

    /// <inheritdoc />
    public ImmutableArray<RoleName> Roles => [RoleName.Root];

    /// <summary>The workers as they stand, by role.</summary>
    public ImmutableArray<WorkerView> Workers => Fleet.Views;

    /// <summary>What became of workers since this server's start.</summary>
    public WorkerCounters Counters => Fleet.Counters;

    internal WorkerFleet Fleet { get; }

    /// <summary>When it has heard of the pool, and executions can be leased to workers.</summary>
    internal Task Started => _started.Task;

    /// <inheritdoc />
    public Task StartAsync(IPoolMaster master, PoolSnapshot snapshot, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(_options.SocketFolder);
        if (!OperatingSystem.IsWindows())
        {
            folder.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        }

        Fleet.Start(master, snapshot);
        _started.TrySetResult();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public void Receive(FrameworkEffect effect) => Fleet.Tell(new EffectHeard(effect));

    /// <inheritdoc />
    public async Task StopAsync(CancellationToken cancellationToken) => await DisposeAsync().AsTask().WaitAsync(cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => Fleet.DisposeAsync();
}
