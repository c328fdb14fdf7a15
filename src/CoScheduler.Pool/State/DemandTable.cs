using System.Diagnostics.CodeAnalysis;

namespace CoScheduler.Pool.State;

/// <summary>Demands, found by key at once and walked in the order of their keys.</summary>
internal sealed class DemandTable
{
    private readonly Dictionary<DemandKey, DemandEntry> _byKey = [];

    /// <summary>By framework and class. A framework that comes and goes between one demand and none keeps its place.</summary>
    private readonly SortedDictionary<string, OrderedTree<DemandEntry>> _inOrder = new(StringComparer.Ordinal);

    public int Count => _byKey.Count;

    public IEnumerable<DemandEntry> Values => _inOrder.Values.SelectMany(demands => demands);

    /// <summary>A framework's demands, in the order of their keys.</summary>
    public IEnumerable<DemandEntry> Of(FrameworkId framework) => _inOrder.TryGetValue(framework.Value, out var demands) ? demands : [];

    public DemandEntry this[DemandKey key] => _byKey[key];

    public bool TryGetValue(DemandKey key, [NotNullWhen(true)] out DemandEntry? demand) => _byKey.TryGetValue(key, out demand);

    public DemandEntry? Find(DemandKey key) => _byKey.GetValueOrDefault(key);

    public void Add(DemandEntry demand)
    {
        _byKey.Add(demand.Key, demand);
        if (!_inOrder.TryGetValue(demand.Framework.Value, out var demands))
        {
            _inOrder.Add(demand.Framework.Value, demands = new OrderedTree<DemandEntry>(ByClass.Instance));
        }

        demands.Add(demand);
    }

    public void Remove(DemandEntry demand)
    {
        _byKey.Remove(demand.Key);
        _inOrder[demand.Framework.Value].Remove(demand);
    }

    /// <summary>A framework is gone for good: its place goes with the last of its demands.</summary>
    public void Forget(FrameworkId framework)
    {
        if (_inOrder.TryGetValue(framework.Value, out var demands) && demands.Count == 0)
        {
            _inOrder.Remove(framework.Value);
        }
    }

    private sealed class ByClass : IComparer<DemandEntry>
    {
        public static readonly ByClass Instance = new();

        public int Compare(DemandEntry? x, DemandEntry? y) => string.CompareOrdinal(x!.Class.Value, y!.Class.Value);
    }
}
