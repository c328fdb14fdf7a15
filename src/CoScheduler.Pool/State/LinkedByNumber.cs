using System.Collections;

namespace CoScheduler.Pool.State;

/// <summary>In which of the lists that something may stand in.</summary>
internal enum Lane
{
    /// <summary>Those on an agent.</summary>
    Agent,

    /// <summary>Those of a demand, or of a lot.</summary>
    Demand,

    /// <summary>Those of a role.</summary>
    Role,
}

/// <summary>Where something stands in a list.</summary>
internal struct Link<T>
    where T : class
{
    public T? Previous { get; set; }

    public T? Next { get; set; }
}

/// <summary>What can stand in lists by its number.</summary>
internal abstract class Numbered<T>
    where T : class
{
    public abstract long Number { get; }

    /// <summary>Its place in one of the lists; only <see cref="LinkedByNumber{T}"/> sets it.</summary>
    public abstract ref Link<T> LinkOf(Lane lane);
}

/// <summary>
/// Things in the order of their numbers, linked through themselves: adding and removing costs the same however many there are, and
/// takes no memory.
/// </summary>
internal sealed class LinkedByNumber<T>(Lane lane) : IEnumerable<T>
    where T : Numbered<T>
{
    public int Count { get; private set; }

    public T? First { get; private set; }

    public T? Last { get; private set; }

    public void Add(T item)
    {
        // Numbers only rise, but a restored one may come later than a younger one, or to another list's end: look from there.
        var after = Last;
        while (after is not null && after.Number > item.Number)
        {
            after = Previous(after);
        }

        var before = after is null ? First : Next(after);
        Link(after, item);
        Link(item, before);
        First = after is null ? item : First;
        Last = before is null ? item : Last;
        Count++;
    }

    public void Remove(T item)
    {
        ref var link = ref item.LinkOf(lane);
        First = First == item ? link.Next : First;
        Last = Last == item ? link.Previous : Last;
        Link(link.Previous, link.Next);
        link = default;
        Count--;
    }

    public T? Next(T item) => item.LinkOf(lane).Next;

    public T? Previous(T item) => item.LinkOf(lane).Previous;

    public IEnumerator<T> GetEnumerator()
    {
        for (var item = First; item is not null; item = Next(item))
        {
            yield return item;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Link(T? before, T? after)
    {
        if (before is not null)
        {
            before.LinkOf(lane).Next = after;
        }

        if (after is not null)
        {
            after.LinkOf(lane).Previous = before;
        }
    }
}
