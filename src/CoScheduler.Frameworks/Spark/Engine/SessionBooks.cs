using System.Collections.Concurrent;
using CoScheduler.Analyses;
using CoScheduler.Pool;
using CoScheduler.Spark.Connect;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Frameworks.Spark;

/// <summary>The sessions of all drivers, and the rows of topics that they share.</summary>
internal sealed class SessionBooks : IAsyncDisposable
{
    private readonly ConcurrentDictionary<TaskId, SessionBook> _books = new();
    private readonly ConcurrentDictionary<Guid, SparkExecution> _held = new();
    private readonly CancellationTokenSource _leaving = new();
    private readonly SourceLoader _loader;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    public SessionBooks(SparkSettings settings, ITopicTables topics, TimeProvider time, ILogger logger)
    {
        _loader = new SourceLoader(settings, new TopicMirrors(topics), logger);
        _time = time;
        _logger = logger;
    }

    public SessionBook Of(ServingDriver driver) => _books.GetOrAdd(driver.Task, static (_, made) => made.This.Begin(made.Driver), (This: this, Driver: driver));

    /// <summary>Cancelled when the server stops: reading ends, and what runs goes on for whoever takes it up.</summary>
    public CancellationToken Leaving => _leaving.Token;

    /// <summary>Keeps an execution in mind until it is disposed, so that it can be let go of.</summary>
    public void Hold(SparkExecution execution)
    {
        _held[execution.OperationId] = execution;
        if (_leaving.IsCancellationRequested)
        {
            execution.Detach();
        }
    }

    public void Drop(SparkExecution execution) => _held.TryRemove(execution.OperationId, out _);

    public async ValueTask DisposeAsync()
    {
        // Let go of first: a cancelled read interrupts what is still held.
        foreach (var execution in _held.Values)
        {
            execution.Detach();
        }

        await _leaving.CancelAsync().ConfigureAwait(false);
        foreach (var book in _books.Values)
        {
            await book.DisposeAsync().ConfigureAwait(false);
        }
    }

    private SessionBook Begin(ServingDriver driver)
    {
        var book = new SessionBook(driver, _loader, _time, _logger);
        driver.Lost.Register(() => End(driver.Task));
        return book;
    }

    private void End(TaskId driver)
    {
        if (_books.TryRemove(driver, out var book))
        {
            _ = book.DisposeAsync().AsTask();
        }
    }
}
