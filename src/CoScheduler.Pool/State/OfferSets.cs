namespace CoScheduler.Pool.State;

/// <summary>A gang that is offered what it misses has one offer a class and agent, and all of them together: they are a set.</summary>
internal static class OfferSets
{
    /// <summary>The offers of the set that an offer belongs to, by number; itself, if it stands alone.</summary>
    public static IReadOnlyList<OfferEntry> Of(PoolState state, OfferEntry offer) =>
        offer.Set is { } set && state.Demands[offer.Demand].Unit is { } unit
            ? [.. unit.Classes.SelectMany(member => member.Offers ?? Enumerable.Empty<OfferEntry>()).Where(other => other.Set == set).OrderBy(other => other.Number)]
            : [offer];
}
