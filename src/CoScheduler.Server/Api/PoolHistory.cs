using System.Text.Json;
using CoScheduler.Master;
using CoScheduler.Pool;

namespace CoScheduler.Server.Api;

/// <summary>Follows the pool's events, and counts what becomes of allocations.</summary>
internal sealed class PoolHistory : IAsyncDisposable
{
    private readonly Lock _counting = new();
    private readonly SortedDictionary<(string Framework, string What), long> _counts = [];
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _reading;

    public PoolHistory(IPoolMaster master) => _reading = ReadAsync(master);

    /// <summary>The counts by framework, and by <c>started</c> or how it ended.</summary>
    public IReadOnlyList<KeyValuePair<(string Framework, string What), long>> Read()
    {
        lock (_counting)
        {
            return [.. _counts];
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _reading;
        _ended.Dispose();
    }

    private async Task ReadAsync(IPoolMaster master)
    {
        long? after = null;
        while (!_ended.IsCancellationRequested)
        {
            try
            {
                await foreach (var step in master.ReadEventsAsync(after, _ended.Token))
                {
                    after = step.Number;
                    foreach (var effect in step.Effects)
                    {
                        Count(effect);
                    }
                }
            }
            catch (EventsGoneException gone)
            {
                after = gone.Oldest - 1;
            }
            catch (OperationCanceledException) when (_ended.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private void Count(Effect effect)
    {
        var counted = effect switch
        {
            TaskStarted started => (started.Framework.Value, "started"),
            AllocationEnded ended => (ended.Framework.Value, JsonNamingPolicy.SnakeCaseLower.ConvertName(ended.End.ToString())),
            _ => default,
        };
        if (counted != default)
        {
            lock (_counting)
            {
                _counts[counted] = _counts.GetValueOrDefault(counted) + 1;
            }
        }
    }
}
