using System.Diagnostics.CodeAnalysis;

namespace CoScheduler.Pool.State;

/// <summary>
/// Entries that have ended, to be used again: where as many come as go, none is made. One that ended in a step stays what it was until
/// the next, for that step may still look at it.
/// </summary>
/// <param name="forget">Lets go of what is large in one that waits to be used again.</param>
internal sealed class Ended<T>(Action<T>? forget = null)
    where T : class
{
    private const int MostKept = 4096;

    private readonly Stack<T> _free = new();
    private readonly List<T> _ended = [];

    /// <summary>One has ended, and stands in no list.</summary>
    public void Add(T entry) => _ended.Add(entry);

    /// <summary>A step begins.</summary>
    /// <param name="asked">Whether somebody may still ask about those that have ended.</param>
    public void Begin(bool asked = false)
    {
        if (_ended.Count == 0 || (asked && _ended.Count <= MostKept))
        {
            return;
        }

        for (var i = 0; i < _ended.Count && !asked && _free.Count < MostKept; i++)
        {
            forget?.Invoke(_ended[i]);
            _free.Push(_ended[i]);
        }

        _ended.Clear();
    }

    /// <summary>One to be used again, which still says what it was.</summary>
    public bool TryTake([NotNullWhen(true)] out T? entry) => _free.TryPop(out entry);
}
