using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Roles;

/// <summary>
/// How many applications of firm demand have something in a role: a gang is one, and so is a class that is of no gang.
/// What <c>maxRunning</c> bounds: a further one does not start, one that runs may still grow.
/// </summary>
internal sealed class ApplicationCount
{
    private readonly Dictionary<(FrameworkId Framework, string Name, bool IsGang), int> _parts = [];

    public int Count => _parts.Count;

    public bool Runs(DemandKey demand, DemandTerms terms) => _parts.ContainsKey(Of(demand, terms));

    public void Add(Lot lot, int count)
    {
        if (lot.Mode != DemandMode.Firm)
        {
            return;
        }

        var key = Of(lot.Key, lot.Terms);
        var left = _parts.GetValueOrDefault(key) + count;
        if (left == 0)
        {
            _parts.Remove(key);
        }
        else
        {
            _parts[key] = left;
        }
    }

    private static (FrameworkId Framework, string Name, bool IsGang) Of(DemandKey demand, DemandTerms terms) =>
        terms.Gang is { } gang ? (demand.Framework, gang, true) : (demand.Framework, demand.Class.Value, false);
}
