namespace CoScheduler.Pool.State;

/// <summary>The plans that there are, the oldest first, and which of them wait for an allocation to go.</summary>
internal sealed class PlanTable
{
    private static readonly PlanEntry[] None = [];

    private readonly List<PlanEntry> _plans = [];
    private readonly Dictionary<long, PlanEntry> _byId = [];

    /// <summary>Who waits for an allocation, the oldest first. Mostly there is one.</summary>
    private readonly Dictionary<AllocationId, List<PlanEntry>> _awaiting = [];

    public int Count => _plans.Count;

    /// <summary>How many of them are holds.</summary>
    public int Holds { get; private set; }

    /// <summary>The oldest first. Not to be walked while plans are made or end.</summary>
    public IReadOnlyList<PlanEntry> Values => _plans;

    public PlanEntry this[PlanId id] => _byId[id.Value];

    public PlanEntry? Find(PlanId id) => _byId.GetValueOrDefault(id.Value);

    /// <summary>Whether a plan has not ended.</summary>
    public bool Contains(PlanEntry plan) => _byId.ContainsKey(plan.Id.Value);

    /// <summary>The plans that count on an allocation's going, the oldest first.</summary>
    public IReadOnlyList<PlanEntry> Awaiting(AllocationId allocation) => _awaiting.TryGetValue(allocation, out var plans) ? plans : None;

    /// <summary>The oldest plan that counts on an allocation's going; null if none does.</summary>
    public PlanEntry? FirstToAwait(AllocationId allocation) => _awaiting.TryGetValue(allocation, out var plans) ? plans[0] : null;

    /// <summary>Adds a plan, which is younger than all that there are.</summary>
    public void Add(PlanEntry plan)
    {
        _plans.Add(plan);
        _byId.Add(plan.Id.Value, plan);
        Holds += plan.Kind == PlanKind.Hold ? 1 : 0;
        foreach (var victim in plan.Victims)
        {
            if (_awaiting.TryGetValue(victim, out var others))
            {
                others.Add(plan);
            }
            else
            {
                _awaiting.Add(victim, [plan]);
            }
        }
    }

    public void Remove(PlanEntry plan)
    {
        _plans.RemoveAt(_plans.BinarySearch(plan, ById.Instance));
        _byId.Remove(plan.Id.Value);
        Holds -= plan.Kind == PlanKind.Hold ? 1 : 0;
        foreach (var victim in plan.Victims)
        {
            var others = _awaiting[victim];
            others.Remove(plan);
            if (others.Count == 0)
            {
                _awaiting.Remove(victim);
            }
        }
    }

    private sealed class ById : IComparer<PlanEntry>
    {
        public static readonly ById Instance = new();

        public int Compare(PlanEntry? x, PlanEntry? y) => x!.Id.Value.CompareTo(y!.Id.Value);
    }
}
