namespace CoScheduler.Pool;

/// <summary>Capacity is offered.</summary>
/// <param name="Offer">The offer's id.</param>
/// <param name="Framework">Whom it is for.</param>
/// <param name="Class">The demand that it answers.</param>
/// <param name="Role">The role that it counts against.</param>
/// <param name="Agent">Where.</param>
/// <param name="Resources">All of it.</param>
/// <param name="Units">How many of the demand it could meet.</param>
/// <param name="Guaranteed">The part that the guarantee covers.</param>
/// <param name="Deadline">When it is rescinded.</param>
/// <param name="AfterReclaim">Whether others were asked back for it.</param>
public sealed record OfferOpened(
    OfferId Offer,
    FrameworkId Framework,
    DemandClass Class,
    RoleName Role,
    AgentId Agent,
    ResourceVector Resources,
    int Units,
    ResourceVector Guaranteed,
    PoolTime Deadline,
    bool AfterReclaim) : Decision
{
    /// <summary>
    /// The first offer of the set that it belongs to; null if it stands by itself. A gang of open demand is offered all that it misses at
    /// once: such a set is accepted whole, and ends whole.
    /// </summary>
    public OfferId? Set { get; init; }
}

/// <summary>An offer is no more.</summary>
/// <param name="Offer">The offer.</param>
/// <param name="Closure">How it ended.</param>
public sealed record OfferClosed(OfferId Offer, OfferClosure Closure) : Decision;
