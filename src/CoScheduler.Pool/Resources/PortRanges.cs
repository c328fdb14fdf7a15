using System.Globalization;
using System.Text;

namespace CoScheduler.Pool.Resources;

/// <summary>A set of ports, as ranges that neither touch nor overlap, in order.</summary>
internal sealed class PortRanges : IEquatable<PortRanges>
{
    public const int Highest = 65535;

    private readonly (int First, int Last)[] _ranges;

    private PortRanges((int First, int Last)[] ranges) => _ranges = ranges;

    public long Count
    {
        get
        {
            var count = 0L;
            foreach (var (first, last) in _ranges)
            {
                count += last - first + 1;
            }

            return count;
        }
    }

    public static PortRanges Of(IEnumerable<(int First, int Last)> ranges)
    {
        var merged = new List<(int First, int Last)>();
        foreach (var range in ranges.OrderBy(r => r.First).ThenBy(r => r.Last))
        {
            if (merged.Count > 0 && range.First <= merged[^1].Last + 1)
            {
                merged[^1] = (merged[^1].First, Math.Max(merged[^1].Last, range.Last));
            }
            else
            {
                merged.Add(range);
            }
        }

        return new PortRanges([.. merged]);
    }

    public PortRanges Union(PortRanges other) => Of(_ranges.Concat(other._ranges));

    public PortRanges Intersect(PortRanges other)
    {
        var common = new List<(int, int)>();
        foreach (var a in _ranges)
        {
            foreach (var b in other._ranges)
            {
                if (Math.Max(a.First, b.First) <= Math.Min(a.Last, b.Last))
                {
                    common.Add((Math.Max(a.First, b.First), Math.Min(a.Last, b.Last)));
                }
            }
        }

        return Of(common);
    }

    public PortRanges Except(PortRanges other)
    {
        var left = new List<(int First, int Last)>(_ranges);
        foreach (var cut in other._ranges)
        {
            left = [.. left.SelectMany(range => Cut(range, cut))];
        }

        return Of(left);
    }

    public bool Contains(PortRanges other) => other.Except(this).Count == 0;

    public PortRanges Lowest(long count)
    {
        var taken = new List<(int, int)>();
        foreach (var (first, last) in _ranges)
        {
            if (count <= 0)
            {
                break;
            }

            var length = Math.Min(count, last - first + 1);
            taken.Add((first, (int)(first + length - 1)));
            count -= length;
        }

        return Of(taken);
    }

    public bool Equals(PortRanges? other) => other is not null && _ranges.AsSpan().SequenceEqual(other._ranges);

    public override bool Equals(object? obj) => Equals(obj as PortRanges);

    public override int GetHashCode() => _ranges.Length == 0 ? 0 : HashCode.Combine(_ranges.Length, _ranges[0]);

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (first, last) in _ranges)
        {
            text.Append(text.Length == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $"{first}-{last}");
        }

        return _ranges.Length == 1 ? text.ToString() : $"[{text}]";
    }

    private static IEnumerable<(int First, int Last)> Cut((int First, int Last) range, (int First, int Last) cut)
    {
        if (cut.Last < range.First || cut.First > range.Last)
        {
            yield return range;
            yield break;
        }

        if (range.First < cut.First)
        {
            yield return (range.First, cut.First - 1);
        }

        if (cut.Last < range.Last)
        {
            yield return (cut.Last + 1, range.Last);
        }
    }
}
