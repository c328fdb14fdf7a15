namespace CoScheduler.Pool.State;

/// <summary>What a framework has turned down, by role and agent, and when each hidden offer may be made again.</summary>
internal sealed class FilterBook
{
    private readonly Dictionary<(RoleName Role, AgentId Agent), List<OfferFilter>> _byPlace = [];
    private readonly SortedDictionary<RoleName, SortedList<long, int>> _ends = [];

    public int Count { get; private set; }

    /// <summary>In the order of roles, agents, and their ends.</summary>
    public IEnumerable<OfferFilter> InOrder => _byPlace
        .OrderBy(place => place.Key.Role).ThenBy(place => place.Key.Agent.Value, StringComparer.Ordinal)
        .SelectMany(place => place.Value);

    public bool Any(RoleName? role) => role is null ? Count > 0 : _ends.ContainsKey(role.Value);

    /// <summary>Whether any filter of a role has not ended.</summary>
    public bool Any(RoleName role, PoolTime now) => FirstEnd(role, now) is not null;

    /// <summary>The filters on an agent, ended ones among them.</summary>
    public IReadOnlyList<OfferFilter> At(RoleName role, AgentId agent) => _byPlace.TryGetValue((role, agent), out var filters) ? filters : [];

    /// <summary>The first end after a moment of a role's filters, or null.</summary>
    public PoolTime? FirstEnd(RoleName role, PoolTime now)
    {
        if (_ends.TryGetValue(role, out var ends))
        {
            // By halves: those that have ended may be many.
            var (from, to) = (0, ends.Count);
            while (from < to)
            {
                var middle = (from + to) / 2;
                (from, to) = ends.Keys[middle] > now.Milliseconds ? (from, middle) : (middle + 1, to);
            }

            return from < ends.Count ? new PoolTime(ends.Keys[from]) : null;
        }

        return null;
    }

    /// <summary>Adds a filter in place of those on its agent that have ended, or hide no more and no longer than it.</summary>
    public void Add(OfferFilter filter, PoolTime now)
    {
        var key = (filter.Role, filter.Agent);
        if (!_byPlace.TryGetValue(key, out var filters))
        {
            _byPlace.Add(key, filters = new List<OfferFilter>(1));
        }

        for (var i = filters.Count - 1; i >= 0; i--)
        {
            var old = filters[i];
            if (old.Until.CompareTo(now) <= 0 || (old.Until.CompareTo(filter.Until) <= 0 && old.Resources.FitsIn(filter.Resources)))
            {
                filters.RemoveAt(i);
                Count--;
                Uncount(old);
            }
        }

        filters.Add(filter);
        Count++;
        if (!_ends.TryGetValue(filter.Role, out var ends))
        {
            _ends.Add(filter.Role, ends = []);
        }

        ends[filter.Until.Milliseconds] = ends.GetValueOrDefault(filter.Until.Milliseconds) + 1;
    }

    /// <summary>Forgets the filters of a role, or all.</summary>
    public void Clear(RoleName? role)
    {
        foreach (var key in _byPlace.Keys.Where(key => role is null || key.Role == role).ToList())
        {
            Count -= _byPlace[key].Count;
            _byPlace.Remove(key);
        }

        foreach (var gone in _ends.Keys.Where(key => role is null || key == role).ToList())
        {
            _ends.Remove(gone);
        }
    }

    private void Uncount(OfferFilter filter)
    {
        var ends = _ends[filter.Role];
        if (--ends[filter.Until.Milliseconds] == 0)
        {
            ends.Remove(filter.Until.Milliseconds);
        }

        if (ends.Count == 0)
        {
            _ends.Remove(filter.Role);
        }
    }
}
