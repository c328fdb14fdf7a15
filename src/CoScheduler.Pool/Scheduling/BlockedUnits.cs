using CoScheduler.Pool.Roles;

namespace CoScheduler.Pool.Scheduling;

/// <summary>Units that stand in no line though they miss something: a bound keeps them from being placed, wherever there is room.</summary>
internal sealed class BlockedUnits(Lines lines)
{
    private readonly List<RoleNode> _roles = [];
    private readonly List<Unit> _unlent = [];

    /// <summary>Whether what others don't lend keeps any: who uses more of what is his own leaves more to them.</summary>
    public bool AnyUnlent => _unlent.Count > 0;

    /// <summary>Whether a role uses less by now that keeps any.</summary>
    public bool AnyEased
    {
        get
        {
            foreach (var role in _roles)
            {
                if (role.Eased && role.BlockedHere.Count + role.WatchedHere.Count > 0)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>A bound of a role keeps a unit: until that role uses less.</summary>
    public void Add(Unit unit, RoleNode at)
    {
        lines.Remove(unit);
        unit.BlockedAt = at;
        Enlist(at);
        at.BlockedHere.Add(unit);
    }

    /// <summary>A unit stands in line, for what comes free, and may be given more wherever there is room once a role uses less.</summary>
    public void Watch(Unit unit, RoleNode at)
    {
        if (unit.Watched != at)
        {
            unit.Watched = at;
            Enlist(at);
            at.WatchedHere.Add(unit);
        }
    }

    /// <summary>What others are guaranteed and don't lend keeps it: until the next round.</summary>
    public void AddUnlent(Unit unit)
    {
        lines.Remove(unit);
        _unlent.Add(unit);
    }

    public static void Remove(Unit unit)
    {
        unit.BlockedAt?.BlockedHere.Remove(unit);
        unit.BlockedAt = null;
    }

    /// <summary>A round begins: those stand in line again who were kept out by what others don't lend.</summary>
    public void ReadyUnlent()
    {
        foreach (var unit in _unlent)
        {
            lines.PutBack(unit, ready: true);
        }

        _unlent.Clear();
    }

    /// <summary>
    /// A part of a round begins: those stand in line again whose bound may leave them room, by what the parts before it did as well. Of a
    /// pool that was restored nobody has been kept out yet, and it must decide the same in the same order.
    /// </summary>
    public void ReadyEased()
    {
        for (var i = _roles.Count - 1; i >= 0; i--)
        {
            var role = _roles[i];
            if (role.BlockedHere.Count + role.WatchedHere.Count > 0 && !role.Eased)
            {
                continue;
            }

            _roles.RemoveAt(i);
            var units = role.BlockedHere.ToList();
            role.BlockedHere.Clear();
            foreach (var unit in units)
            {
                unit.BlockedAt = null;
                lines.Add(unit, ready: true);
            }

            ReadyWatchers(role);
        }
    }

    private void ReadyWatchers(RoleNode role)
    {
        foreach (var unit in role.WatchedHere.Where(unit => unit.Watched == role))
        {
            unit.Watched = null;
            if (unit is { InLine: true, Ready: false })
            {
                lines.SetReady(unit, true);
                unit.OnTheWatch = true;
            }
        }

        role.WatchedHere.Clear();
    }

    private void Enlist(RoleNode role)
    {
        if (role.BlockedHere.Count + role.WatchedHere.Count == 0)
        {
            role.Eased = false;
            _roles.Add(role);
        }
    }

    public void Clear()
    {
        _unlent.Clear();
        _roles.Clear();
    }
}
