using System.Collections;

namespace CoScheduler.Pool.State;

/// <summary>
/// Allocations in the order of their numbers, linked through themselves: adding and removing costs the same however many
/// there are, and takes no memory.
/// </summary>
internal sealed class AllocationList(bool byAgent) : IEnumerable<AllocationEntry>
{
    public int Count { get; private set; }

    public AllocationEntry? First { get; private set; }

    public AllocationEntry? Last { get; private set; }

    public void Add(AllocationEntry entry)
    {
        // Numbers only rise, but a restored allocation may come to another lot's end: look from there.
        var after = Last;
        while (after is not null && after.Id.Value > entry.Id.Value)
        {
            after = Previous(after);
        }

        var before = after is null ? First : Next(after);
        Link(after, entry);
        Link(entry, before);
        First = after is null ? entry : First;
        Last = before is null ? entry : Last;
        Count++;
    }

    public void Remove(AllocationEntry entry)
    {
        var (before, after) = (Previous(entry), Next(entry));
        First = First == entry ? after : First;
        Last = Last == entry ? before : Last;
        if (before is not null)
        {
            SetNext(before, after);
        }

        if (after is not null)
        {
            SetPrevious(after, before);
        }

        SetNext(entry, null);
        SetPrevious(entry, null);
        Count--;
    }

    public AllocationEntry? Next(AllocationEntry entry) => byAgent ? entry.NextOnAgent : entry.NextInLot;

    public IEnumerator<AllocationEntry> GetEnumerator()
    {
        for (var entry = First; entry is not null; entry = Next(entry))
        {
            yield return entry;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public AllocationEntry? Previous(AllocationEntry entry) => byAgent ? entry.PreviousOnAgent : entry.PreviousInLot;

    private void Link(AllocationEntry? before, AllocationEntry? after)
    {
        if (before is not null)
        {
            SetNext(before, after);
        }

        if (after is not null)
        {
            SetPrevious(after, before);
        }
    }

    private void SetNext(AllocationEntry entry, AllocationEntry? next)
    {
        if (byAgent)
        {
            entry.NextOnAgent = next;
        }
        else
        {
            entry.NextInLot = next;
        }
    }

    private void SetPrevious(AllocationEntry entry, AllocationEntry? previous)
    {
        if (byAgent)
        {
            entry.PreviousOnAgent = previous;
        }
        else
        {
            entry.PreviousInLot = previous;
        }
    }
}
