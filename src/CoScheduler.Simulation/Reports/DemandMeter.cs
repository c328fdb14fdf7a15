namespace CoScheduler.Simulation.Reports;

/// <summary>Measures how long the pieces of one class wait: the oldest is served first, the youngest is given up first.</summary>
internal sealed class DemandMeter
{
    private readonly LinkedList<long> _missingSince = new();
    private int _allocated;

    public RoleMeter? Role { get; private set; }

    public int Target { get; private set; }

    public int Missing => Math.Max(0, Target - _allocated);

    public IEnumerable<long> StillWaiting => _missingSince;

    public void State(long at, int target, RoleMeter role)
    {
        Follow(at, role);
        Target = target;
        while (_missingSince.Count > Missing)
        {
            _missingSince.RemoveLast();
        }

        Follow(at, role);
    }

    public void Allocated(long at)
    {
        _allocated++;
        if (_missingSince.Count > Missing && Role is { } role)
        {
            role.Waited(at - _missingSince.First!.Value);
            _missingSince.RemoveFirst();
        }
    }

    public void Released(long at)
    {
        _allocated--;
        if (Role is { } role)
        {
            Follow(at, role);
        }
    }

    private void Follow(long at, RoleMeter role)
    {
        Role = role;
        while (_missingSince.Count < Missing)
        {
            _missingSince.AddLast(at);
        }
    }
}
