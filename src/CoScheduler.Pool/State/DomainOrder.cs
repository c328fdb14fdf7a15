namespace CoScheduler.Pool.State;

/// <summary>The domains of an attribute by how many tasks of a label they have, fewest first, then by name.</summary>
internal sealed class DomainOrder(long map, IEnumerable<(int Count, string Domain)> domains)
{
    private readonly SortedSet<(int Count, string Domain)> _domains = new(domains, Comparer<(int Count, string Domain)>.Create((x, y) =>
        x.Count != y.Count ? x.Count.CompareTo(y.Count) : string.CompareOrdinal(x.Domain, y.Domain)));

    /// <summary>As of which <see cref="AgentIndex.Map"/> these are the domains that there are.</summary>
    public long Map { get; } = map;

    public IEnumerable<(int Count, string Domain)> Values => _domains;

    /// <summary>A domain has more of them, or fewer; one that was not there when this was made is none of it.</summary>
    public void Move(string domain, int from, int to)
    {
        if (_domains.Remove((from, domain)))
        {
            _domains.Add((to, domain));
        }
    }
}
