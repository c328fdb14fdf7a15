using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Scheduling;

/// <summary>The demands that changed since a round looked, and those of which it is to be said anew why they wait.</summary>
internal sealed class StirredDemands
{
    private readonly List<DemandEntry> _stirred = [];
    private readonly List<DemandEntry> _toJudge = [];
    private readonly List<DemandEntry> _judged = [];

    /// <summary>In the order of changing; what is stirred meanwhile is not seen.</summary>
    public List<DemandEntry> All => _stirred;

    public void Stir(DemandEntry demand)
    {
        if (!demand.Stirred)
        {
            demand.Stirred = true;
            _stirred.Add(demand);
        }
    }

    public void Judge(DemandEntry demand)
    {
        if (!demand.ToJudge)
        {
            demand.ToJudge = true;
            _toJudge.Add(demand);
        }
    }

    /// <summary>All changes are taken in.</summary>
    public void Settle()
    {
        foreach (var demand in _stirred)
        {
            (demand.Stirred, demand.LookAnew) = (false, false);
        }

        _stirred.Clear();
    }

    /// <summary>What is to be judged, in the order of keys; then nothing is.</summary>
    public List<DemandEntry> TakeToJudge()
    {
        foreach (var demand in _stirred)
        {
            Judge(demand);
        }

        _judged.Clear();
        foreach (var demand in _toJudge)
        {
            demand.ToJudge = false;
            if (!demand.Removed)
            {
                _judged.Add(demand);
            }
        }

        _toJudge.Clear();
        if (_judged.Count > 1)
        {
            _judged.Sort((a, b) => a.Key.CompareTo(b.Key));
        }

        return _judged;
    }
}
