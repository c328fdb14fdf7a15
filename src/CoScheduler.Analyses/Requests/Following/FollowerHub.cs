using System.Collections.Concurrent;

namespace CoScheduler.Analyses;

/// <summary>Wakes whoever follows a request.</summary>
internal sealed class FollowerHub
{
    private readonly ConcurrentDictionary<RequestKey, TaskCompletionSource> _waiting = new();

    /// <summary>Ends when the request next changes. Asked for before reading where it stands, so that nothing is missed.</summary>
    public Task Next(RequestKey key) => _waiting.GetOrAdd(key, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Signal(RequestKey key)
    {
        if (_waiting.TryRemove(key, out var waiting))
        {
            waiting.SetResult();
        }
    }
}
