using System.Collections.Concurrent;
using CoScheduler.Analyses;
using CoScheduler.Pool;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Frameworks.Spark;

/// <summary>The sessions of all drivers, and the rows of topics that they share.</summary>
internal sealed class SessionBooks : IAsyncDisposable
{
    private readonly ConcurrentDictionary<TaskId, SessionBook> _books = new();
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

    public async ValueTask DisposeAsync()
    {
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
            book.Abandon();
        }
    }
}
