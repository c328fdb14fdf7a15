namespace CoScheduler.Pool.State;

/// <summary>
/// On which agents something happened that may let a unit that asked in vain ask again: whoever asked remembers how far the log was
/// and looks at what came after. The last of it is kept; who is further behind looks at every agent. Not a part of the state: looking
/// at more finds nothing else, so a restored pool, which has no log, comes to the same decisions.
/// </summary>
internal sealed class ClaimLog
{
    private const int Kept = 128;

    private readonly AgentEntry?[] _ring = new AgentEntry?[Kept];
    private long _position;
    private bool _read;

    /// <summary>Something happened on an agent.</summary>
    public void Add(AgentEntry agent)
    {
        if (!_read && _position > 0 && _ring[(_position - 1) % Kept] == agent)
        {
            return;
        }

        _ring[_position % Kept] = agent;
        _position++;
        _read = false;
    }

    /// <summary>Nobody remembers how far the log was.</summary>
    public void Clear() => (_position, _read) = (0, false);

    /// <summary>How far the log is: for <see cref="Since"/>.</summary>
    public long Read()
    {
        _read = true;
        return _position;
    }

    /// <summary>Each agent on which something happened since; null if that is no longer known.</summary>
    public IReadOnlyCollection<AgentEntry>? Since(long position)
    {
        if (_position - position > Kept)
        {
            return null;
        }

        var agents = new HashSet<AgentEntry>();
        for (var i = position; i < _position; i++)
        {
            agents.Add(_ring[i % Kept]!);
        }

        return agents;
    }
}
