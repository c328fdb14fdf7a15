using System.Collections.Immutable;
using CoScheduler.Pool;

namespace CoScheduler.Simulation.Reports;

/// <summary>Amounts that change, and their integrals over time.</summary>
internal sealed class Tally
{
    private readonly SortedDictionary<string, Amount> _amounts = new(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, long> Now =>
        _amounts.Where(pair => pair.Value.Value != 0).ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Value.Value, StringComparer.Ordinal);

    public void Add(long at, ResourceVector amounts, int sign)
    {
        foreach (var (resource, amount) in amounts.Amounts)
        {
            if (!_amounts.TryGetValue(resource, out var known))
            {
                _amounts.Add(resource, known = new Amount());
            }

            known.Add(at, sign * amount);
        }
    }

    /// <summary>Amounts times milliseconds, by resource.</summary>
    public IEnumerable<(string Resource, double Integral)> Until(long end) => _amounts.Select(pair => (pair.Key, pair.Value.Until(end)));

    private sealed class Amount
    {
        private long _since;
        private double _integral;

        public long Value { get; private set; }

        public void Add(long at, long change)
        {
            _integral = Until(at);
            _since = at;
            Value += change;
        }

        public double Until(long at) => _integral + ((double)Value * (at - _since));
    }
}
