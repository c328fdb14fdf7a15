using System.Collections;

namespace CoScheduler.Pool.State;

/// <summary>Whose offers a list has.</summary>
internal enum OfferLane
{
    Agent,
    Role,
    Demand,
}

/// <summary>
/// Outstanding offers in the order of their numbers, linked through themselves: adding and removing costs the same however many there
/// are, and takes no memory.
/// </summary>
internal sealed class OfferList(OfferLane lane) : IEnumerable<OfferEntry>
{
    public int Count { get; private set; }

    public OfferEntry? First { get; private set; }

    public OfferEntry? Last { get; private set; }

    public void Add(OfferEntry offer)
    {
        // Numbers only rise, but a restored offer may come later than a younger one: look from there.
        var after = Last;
        while (after is not null && after.Id.Value > offer.Id.Value)
        {
            after = Previous(after);
        }

        var before = after is null ? First : Next(after);
        Link(after, offer);
        Link(offer, before);
        First = after is null ? offer : First;
        Last = before is null ? offer : Last;
        Count++;
    }

    public void Remove(OfferEntry offer)
    {
        var (before, after) = (Previous(offer), Next(offer));
        First = First == offer ? after : First;
        Last = Last == offer ? before : Last;
        Link(before, after);
        (offer.LinkOf(lane).Previous, offer.LinkOf(lane).Next) = (null, null);
        Count--;
    }

    public OfferEntry? Next(OfferEntry offer) => offer.LinkOf(lane).Next;

    public OfferEntry? Previous(OfferEntry offer) => offer.LinkOf(lane).Previous;

    public IEnumerator<OfferEntry> GetEnumerator()
    {
        for (var offer = First; offer is not null; offer = Next(offer))
        {
            yield return offer;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Link(OfferEntry? before, OfferEntry? after)
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

/// <summary>Where an offer stands in a list.</summary>
internal struct OfferLink
{
    public OfferEntry? Previous { get; set; }

    public OfferEntry? Next { get; set; }
}
