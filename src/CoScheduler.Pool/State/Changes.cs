namespace CoScheduler.Pool.State;

/// <summary>What changed since the last picture was taken, and whether anything changed that decides who gets what.</summary>
internal sealed class Changes(IdTable<AllocationEntry> allocations, IdTable<OfferEntry> offers)
{
    /// <summary>So much is remembered; if nobody takes pictures, the next one is made of everything.</summary>
    private const int Most = 1_000_000;

    private readonly List<long> _allocations = [];
    private readonly List<long> _offers = [];
    private readonly List<AgentEntry> _agents = [];

    /// <summary>Something moved in this step that a round must look at.</summary>
    public bool Moved { get; set; }

    /// <summary>Another round is to follow: something came free in this one, is kept, or was asked back, that earlier parts of it might have used.</summary>
    public bool Again { get; set; }

    /// <summary>Amounts, demand or quotas moved since the last picture.</summary>
    public bool Shares { get; set; } = true;

    public bool Quota { get; set; } = true;

    public bool Demands { get; set; } = true;

    /// <summary>Too much changed to tell what: everything did.</summary>
    public bool All { get; private set; }

    /// <summary>By number: some have ended since.</summary>
    public IReadOnlyList<long> Allocations => _allocations;

    /// <summary>By number: some have been closed since.</summary>
    public IReadOnlyList<long> Offers => _offers;

    public IReadOnlyList<AgentEntry> Agents => _agents;

    public SortedSet<string> Frameworks { get; } = new(StringComparer.Ordinal);

    public void Touch(AllocationEntry allocation)
    {
        if (allocation.Touched)
        {
            return;
        }

        allocation.Touched = true;
        _allocations.Add(allocation.Id.Value);
        GiveUpIfTooMany(_allocations.Count);
    }

    public void Touch(OfferEntry offer)
    {
        if (offer.Touched)
        {
            return;
        }

        offer.Touched = true;
        _offers.Add(offer.Id.Value);
        GiveUpIfTooMany(_offers.Count);
    }

    public void Touch(AgentEntry agent)
    {
        if (!agent.Touched)
        {
            agent.Touched = true;
            _agents.Add(agent);
        }
    }

    public void Clear()
    {
        (Shares, Quota, Demands, All) = (false, false, false, false);
        Frameworks.Clear();
        Forget();
    }

    private void GiveUpIfTooMany(int count)
    {
        if (count > Most)
        {
            All = true;
            Forget();
        }
    }

    private void Forget()
    {
        foreach (var id in _allocations)
        {
            if (allocations.TryGetValue(id, out var allocation))
            {
                allocation.Touched = false;
            }
        }

        foreach (var id in _offers)
        {
            if (offers.TryGetValue(id, out var offer))
            {
                offer.Touched = false;
            }
        }

        _agents.ForEach(agent => agent.Touched = false);
        _allocations.Clear();
        _offers.Clear();
        _agents.Clear();
    }
}
