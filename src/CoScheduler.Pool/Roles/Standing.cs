using CoScheduler.Pool.Resources;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Roles;

/// <summary>
/// What a role's own lots take, summed up by how they may be asked to go for others of the role: by priority, and spares whatever
/// theirs. There are few priorities, however many lots there are.
/// </summary>
internal sealed class Standing
{
    /// <summary>So many rungs stay when nothing is on them any more: something will be again.</summary>
    private const int Kept = 4;

    private readonly List<Rung> _rungs = [];

    /// <summary>Whether anything of the role itself has a priority below one.</summary>
    public bool AnyBelow(int priority)
    {
        foreach (var rung in _rungs)
        {
            if (rung.Priority < priority && rung.Lots > 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Adds what those take, and are not asked back already, who may be asked to go for a priority.</summary>
    public void AddBelow(int priority, Amounts sum)
    {
        foreach (var rung in _rungs)
        {
            if (rung.IsSpare || rung.Priority < priority)
            {
                sum.Add(rung.Staying);
            }
        }
    }

    /// <summary>A lot has allocations.</summary>
    public void Enter(Lot lot) => Of(lot).Lots++;

    /// <summary>A lot has none any more.</summary>
    public void Leave(Lot lot)
    {
        var rung = Of(lot);
        if (--rung.Lots == 0 && _rungs.Count > Kept)
        {
            _rungs.Remove(rung);
        }
    }

    /// <summary>An allocation counts, or counts no more.</summary>
    public void Count(AllocationEntry allocation, int sign)
    {
        if (allocation.Leaving)
        {
            return;
        }

        var staying = Of(allocation.Lot).Staying;
        if (sign > 0)
        {
            staying.Add(allocation.Need);
        }
        else
        {
            staying.Subtract(allocation.Need);
        }
    }

    private Rung Of(Lot lot)
    {
        foreach (var rung in _rungs)
        {
            if (rung.Priority == lot.Priority && rung.IsSpare == IsSpare(lot))
            {
                return rung;
            }
        }

        _rungs.Add(new Rung(lot.Priority, IsSpare(lot)));
        return _rungs[^1];
    }

    private static bool IsSpare(Lot lot) => lot.Mode == DemandMode.Spare;

    private sealed class Rung(int priority, bool isSpare)
    {
        public int Priority { get; } = priority;

        public bool IsSpare { get; } = isSpare;

        public int Lots { get; set; }

        public Amounts Staying { get; } = new();
    }
}
