using System.Collections.Concurrent;
using CoScheduler.Pool;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Master.Dispatch;

/// <summary>The frameworks of this process, by id.</summary>
internal sealed class FrameworkDirectory(ILogger logger)
{
    private readonly ConcurrentDictionary<FrameworkId, FrameworkQueue> _added = new();
    private readonly ConcurrentDictionary<FrameworkId, FrameworkQueue> _registered = new();

    public FrameworkQueue Add(IFramework framework)
    {
        var queue = new FrameworkQueue(framework, logger);
        return _added.TryAdd(framework.Id, queue)
            ? queue
            : throw new InvalidOperationException($"The framework {framework.Id} was added before.");
    }

    /// <summary>From now on its effects are kept for it.</summary>
    public void Register(FrameworkQueue queue) => _registered[queue.Framework.Id] = queue;

    public void Remove(FrameworkQueue queue)
    {
        _registered.TryRemove(queue.Framework.Id, out _);
        _added.TryRemove(queue.Framework.Id, out _);
    }

    /// <summary>An effect for a framework that is not here is dropped: when it comes, it gets the whole state.</summary>
    public void Post(FrameworkEffect effect)
    {
        if (_registered.TryGetValue(effect.Framework, out var queue))
        {
            queue.Post(effect);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_registered.Values.Select(queue => StopAsync(queue, cancellationToken)));

    private async Task StopAsync(FrameworkQueue queue, CancellationToken cancellationToken)
    {
        try
        {
            await queue.StopAsync(cancellationToken);
        }
        catch (Exception exception)
        {
            Log.FrameworkStopFailed(logger, queue.Framework.Id, exception);
        }
    }
}
