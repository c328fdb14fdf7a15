using CoScheduler.Pool.Resources;

namespace CoScheduler.Pool;

public sealed partial class ResourceVector
{
    private enum Operation
    {
        Plus,
        Minus,
        Min,
        Max,
    }

    /// <summary>The sum, saturating at <see cref="Unlimited"/>; named ports are united.</summary>
    /// <param name="other">What is added.</param>
    /// <returns>The sum, without the resources of which there is none.</returns>
    public ResourceVector Plus(ResourceVector other) =>
        other._names.Length == 0 ? this : Combine(other, Operation.Plus, _ports is null ? OnlyIn(other) : other._ports is null ? other.Names(Ports) ? null : _ports : _ports.Union(other._ports));

    /// <summary>The difference, never below 0; of unlimited there is always unlimited left. Named ports are taken out.</summary>
    /// <param name="other">What is taken away.</param>
    /// <returns>The difference, without the resources of which nothing is left.</returns>
    public ResourceVector Minus(ResourceVector other) =>
        other._names.Length == 0
            ? this
            : Combine(other, Operation.Minus, other._ports is not null ? _ports?.Except(other._ports) : other.Names(Ports) ? _ports?.Lowest(Math.Max(0, this[Ports] - other[Ports])) : _ports);

    /// <summary>The lesser of each.</summary>
    /// <param name="other">The other.</param>
    /// <returns>The lesser amounts, without the resources of which there is none; the named ports that both have.</returns>
    public ResourceVector Min(ResourceVector other) =>
        Combine(other, Operation.Min, _ports is null ? other._ports?.Lowest(this[Ports]) : other._ports is null ? _ports.Lowest(other[Ports]) : _ports.Intersect(other._ports));

    /// <summary>The greater of each; of ports their number.</summary>
    /// <param name="other">The other.</param>
    /// <returns>The greater amounts.</returns>
    public ResourceVector Max(ResourceVector other) => Counted().Combine(other.Counted(), Operation.Max, null);

    /// <summary>So many times as much, saturating; of ports their number.</summary>
    /// <param name="count">How many times.</param>
    /// <returns>The product.</returns>
    public ResourceVector Times(long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count == 1)
        {
            return this;
        }

        return count == 0 ? Empty : new ResourceVector(_names, Array.ConvertAll(_amounts, amount => Multiply(amount, count)), null);
    }

    /// <summary>Whether this fits into another, which has nothing of what it doesn't name.</summary>
    /// <param name="other">What it should fit into.</param>
    /// <returns>Whether no amount is greater and every named port is there.</returns>
    public bool FitsIn(ResourceVector other)
    {
        if (ReferenceEquals(_names, other._names))
        {
            for (var i = 0; i < _amounts.Length; i++)
            {
                if (_amounts[i] > other._amounts[i])
                {
                    return false;
                }
            }
        }
        else
        {
            for (var i = 0; i < _names.Length; i++)
            {
                if (_amounts[i] > 0 && _amounts[i] > other[_names[i]])
                {
                    return false;
                }
            }
        }

        return _ports is null || other._ports is null || other._ports.Contains(_ports);
    }

    /// <summary>Whether this stays within a bound, which doesn't bound what it doesn't name.</summary>
    /// <param name="bound">The bound.</param>
    /// <returns>Whether no amount is greater than a bound on it.</returns>
    public bool StaysWithin(ResourceVector bound) => FirstAbove(bound) is null;

    /// <summary>Whether two have a resource in common of which both have some.</summary>
    /// <param name="other">The other.</param>
    /// <returns>Whether they have.</returns>
    public bool Touches(ResourceVector other)
    {
        for (var i = 0; i < _names.Length; i++)
        {
            if (_amounts[i] > 0 && other[_names[i]] > 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>How many times another fits in here.</summary>
    /// <param name="shape">The other; not zero.</param>
    /// <returns>How many times; <see cref="Unlimited"/> if it takes nothing.</returns>
    public long TimesFitting(ResourceVector shape)
    {
        var times = Unlimited;
        for (var i = 0; i < shape._names.Length; i++)
        {
            if (shape._amounts[i] > 0)
            {
                times = Math.Min(times, this[shape._names[i]] / shape._amounts[i]);
            }
        }

        // Named ports are there once.
        return shape._ports is null ? times : shape.FitsIn(this) ? Math.Min(times, 1) : 0;
    }

    /// <summary>Ports by their number instead of by name: what limits and shares count.</summary>
    /// <returns>The same, without the names of ports.</returns>
    public ResourceVector Counted() => _ports is null ? this : new ResourceVector(_names, _amounts, null);

    /// <summary>The same with a number of ports made to named ones, the lowest that are free.</summary>
    internal ResourceVector Resolve(ResourceVector free) =>
        _ports is null && this[Ports] > 0 && free._ports is { } ports ? new ResourceVector(_names, _amounts, ports.Lowest(this[Ports])) : this;

    /// <summary>The first resource of which there is more than a bound on it, or null.</summary>
    internal string? FirstAbove(ResourceVector bound)
    {
        for (var i = 0; i < bound._names.Length; i++)
        {
            if (this[bound._names[i]] > bound._amounts[i])
            {
                return bound._names[i];
            }
        }

        return null;
    }

    /// <summary>The resources of which this has more than another.</summary>
    internal IEnumerable<string> NamesAbove(ResourceVector other) => Amounts.Where(a => a.Value > other[a.Key]).Select(a => a.Key);

    private static long Multiply(long amount, long count) => amount != 0 && count > Unlimited / amount ? Unlimited : amount * count;

    private static long Apply(Operation operation, long a, long b) => operation switch
    {
        Operation.Plus => b > Unlimited - a ? Unlimited : a + b,
        Operation.Minus => a == Unlimited ? Unlimited : Math.Max(0, a - b),
        Operation.Min => Math.Min(a, b),
        Operation.Max => Math.Max(a, b),
        _ => throw new ArgumentOutOfRangeException(nameof(operation)),
    };

    private PortRanges? OnlyIn(ResourceVector other) => Names(Ports) ? null : other._ports;

    private ResourceVector Combine(ResourceVector other, Operation operation, PortRanges? ports)
    {
        if (ReferenceEquals(_names, other._names) && ports is null && SameNames(other, operation) is { } same)
        {
            return same;
        }

        var names = new string[_names.Length + other._names.Length];
        var amounts = new long[names.Length];
        int i = 0, j = 0, n = 0;
        while (i < _names.Length || j < other._names.Length)
        {
            var order = i == _names.Length ? 1 : j == other._names.Length ? -1 : string.CompareOrdinal(_names[i], other._names[j]);
            var name = order <= 0 ? _names[i] : other._names[j];
            var amount = Apply(operation, order <= 0 ? _amounts[i] : 0, order >= 0 ? other._amounts[j] : 0);
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
            amount = ports is not null && name == Ports ? ports.Count : amount;
            if (amount != 0)
            {
                (names[n], amounts[n++]) = (name, amount);
            }
        }

        Array.Resize(ref amounts, n);
        return new ResourceVector(Reuse(names.AsSpan(0, n), _names, other._names), amounts, ports is { Count: > 0 } ? ports : null);
    }

    private ResourceVector? SameNames(ResourceVector other, Operation operation)
    {
        var amounts = new long[_amounts.Length];
        for (var i = 0; i < amounts.Length; i++)
        {
            amounts[i] = Apply(operation, _amounts[i], other._amounts[i]);
            if (amounts[i] == 0)
            {
                return null;
            }
        }

        return new ResourceVector(_names, amounts, null);
    }

    private static string[] Reuse(ReadOnlySpan<string> names, string[] first, string[] second) =>
        names.SequenceEqual(first) ? first : names.SequenceEqual(second) ? second : names.ToArray();
}
