using System.Text.Json;
using CoScheduler.Master;
using CoScheduler.Pool;

namespace CoScheduler.Server.Api;

/// <summary>Follows the pool's events: counts what becomes of allocations, and remembers the last decisions in words.</summary>
internal sealed class PoolHistory : IAsyncDisposable
{
    private const int Kept = 2000;
    private readonly Lock _counting = new();
    private readonly Queue<string> _decisions = new();
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

    /// <summary>The last decisions that name something, the latest first.</summary>
    public IReadOnlyList<string> About(string id, int most)
    {
        lock (_counting)
        {
            return [.. _decisions.Reverse().Where(d => Names(d, id)).Take(most)];
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
                        Remember(step, effect);
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

    private void Remember(PoolEvent step, Effect effect)
    {
        lock (_counting)
        {
            _decisions.Enqueue($"{step.Wall:HH:mm:ss.fff} #{step.Number} {EffectText.Of(effect)}");
            while (_decisions.Count > Kept)
            {
                _decisions.Dequeue();
            }
        }
    }

    /// <summary>Whether a sentence names an id as a word of its own, so that <c>site-1</c> is not found in <c>site-10</c>.</summary>
    private static bool Names(string sentence, string id)
    {
        for (var at = sentence.IndexOf(id, StringComparison.Ordinal); at >= 0; at = sentence.IndexOf(id, at + 1, StringComparison.Ordinal))
        {
            var end = at + id.Length;
            if ((at == 0 || !char.IsAsciiLetterOrDigit(sentence[at - 1])) && (end == sentence.Length || !char.IsAsciiLetterOrDigit(sentence[end])))
            {
                return true;
            }
        }

        return false;
    }
}
