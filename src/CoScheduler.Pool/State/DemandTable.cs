using System.Diagnostics.CodeAnalysis;

namespace CoScheduler.Pool.State;

/// <summary>Demands, found by key at once and walked in the order of their keys.</summary>
internal sealed class DemandTable
{
    private readonly Dictionary<DemandKey, DemandEntry> _byKey = [];
    private readonly SortedDictionary<DemandKey, DemandEntry> _inOrder = [];
    private readonly Dictionary<FrameworkId, SortedDictionary<string, DemandEntry>> _byFramework = [];

    public int Count => _byKey.Count;

    public IEnumerable<DemandEntry> Values => _inOrder.Values;

    /// <summary>A framework's demands, in the order of their keys.</summary>
    public IEnumerable<DemandEntry> Of(FrameworkId framework) => _byFramework.TryGetValue(framework, out var demands) ? demands.Values : [];

    public DemandEntry this[DemandKey key] => _byKey[key];

    public bool TryGetValue(DemandKey key, [NotNullWhen(true)] out DemandEntry? demand) => _byKey.TryGetValue(key, out demand);

    public DemandEntry? Find(DemandKey key) => _byKey.GetValueOrDefault(key);

    public void Add(DemandEntry demand)
    {
        _byKey.Add(demand.Key, demand);
        _inOrder.Add(demand.Key, demand);
        if (!_byFramework.TryGetValue(demand.Framework, out var demands))
        {
            _byFramework.Add(demand.Framework, demands = new SortedDictionary<string, DemandEntry>(StringComparer.Ordinal));
        }

        demands.Add(demand.Class.Value, demand);
    }

    public void Remove(DemandKey key)
    {
        _byKey.Remove(key);
        _inOrder.Remove(key);
        var demands = _byFramework[key.Framework];
        demands.Remove(key.Class.Value);
        if (demands.Count == 0)
        {
            _byFramework.Remove(key.Framework);
        }
    }
}
