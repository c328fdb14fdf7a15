using System.Collections.Immutable;
using CoScheduler.Pool;

namespace CoScheduler.Simulation.Reports;

/// <summary>Measures one role.</summary>
internal sealed class RoleMeter(string name)
{
    private const int ShapesJudged = 16;

    private readonly List<long> _waits = [];
    private readonly SortedDictionary<string, int> _evictions = new(StringComparer.Ordinal);
    private readonly Dictionary<ResourceVector, long> _asked = [];
    private IReadOnlyList<(ResourceVector Shape, long Weight)>? _shapes;
    private double _fragmentation;
    private int _judged;

    public string Name => name;

    public Tally Used { get; } = new();

    public int Completed { get; private set; }

    public int Failed { get; private set; }

    public int Lost { get; private set; }

    public void Waited(long milliseconds) => _waits.Add(milliseconds);

    public void Asked(ResourceVector shape, int more)
    {
        if (more > 0 && !shape.IsZero)
        {
            _asked[shape] = _asked.GetValueOrDefault(shape) + more;
            _shapes = null;
        }
    }

    public void Ended(AllocationEnd end, ReclaimCause? cause)
    {
        switch (end)
        {
            case AllocationEnd.Finished:
                Completed++;
                break;
            case AllocationEnd.Failed:
                Failed++;
                break;
            case AllocationEnd.Lost:
                Lost++;
                break;
            case AllocationEnd.Reclaimed or AllocationEnd.Preempted when cause is not (null or ReclaimCause.Framework or ReclaimCause.Operator):
                var key = cause.Value.ToString().ToLowerInvariant();
                _evictions[key] = _evictions.GetValueOrDefault(key) + 1;
                break;
        }
    }

    /// <summary>Takes in how usable the free capacity is for what the role asks for most.</summary>
    public void Judge(IReadOnlyCollection<ResourceVector> free)
    {
        _shapes ??= [.. _asked.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key.ToString(), StringComparer.Ordinal).Take(ShapesJudged).Select(pair => (pair.Key, pair.Value))];
        if (_shapes.Count > 0)
        {
            _fragmentation += Reports.Fragmentation.Of(_shapes, free);
            _judged++;
        }
    }

    public RoleReport Report(long end, ImmutableSortedDictionary<string, double> capacity, IReadOnlyCollection<long> waiting) => new()
    {
        Role = name,
        Utilisation = Used.Until(end).Where(used => capacity.GetValueOrDefault(used.Resource) > 0)
            .ToImmutableSortedDictionary(used => used.Resource, used => used.Integral / capacity[used.Resource], StringComparer.Ordinal),
        Waits = Waits.Of(_waits.Concat(waiting)),
        Waiting = waiting.Count,
        Evictions = _evictions.ToImmutableSortedDictionary(StringComparer.Ordinal),
        Completed = Completed,
        Failed = Failed,
        Lost = Lost,
        Fragmentation = _judged == 0 ? 0 : _fragmentation / _judged,
    };
}
