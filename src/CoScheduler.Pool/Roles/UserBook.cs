using CoScheduler.Pool.Resources;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Roles;

/// <summary>What each user has of a role's own. Demands that name no user count as those of one: theirs is the rest.</summary>
internal sealed class UserBook
{
    private readonly Dictionary<string, Amounts> _used = new(StringComparer.Ordinal);

    /// <summary>What all named users have together.</summary>
    private readonly Amounts _named = new();

    public Amounts Of(string? user, RoleNode role)
    {
        if (user is not null)
        {
            return _used.TryGetValue(user, out var used) ? used : new Amounts();
        }

        var rest = role.Usage.Copy();
        rest.Subtract(_named);
        foreach (var child in role.Children)
        {
            rest.Subtract(child.Usage);
        }

        return rest;
    }

    public void Add(Lot lot, Need amount)
    {
        if (lot.Terms.User is not { } user)
        {
            return;
        }

        if (!_used.TryGetValue(user, out var used))
        {
            _used.Add(user, used = new Amounts());
        }

        used.Add(amount);
        _named.Add(amount);
    }

    public void Remove(Lot lot, Need amount)
    {
        if (lot.Terms.User is not { } user)
        {
            return;
        }

        var used = _used[user];
        used.Subtract(amount);
        _named.Subtract(amount);
        if (used.AllZero)
        {
            _used.Remove(user);
        }
    }
}
