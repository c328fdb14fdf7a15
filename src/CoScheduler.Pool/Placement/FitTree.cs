using CoScheduler.Pool.Resources;

namespace CoScheduler.Pool.Placement;

/// <summary>
/// Finds the first of many agents that has room. A binary tree over the agents in their order; each node knows the most
/// that any agent below it has of each common resource, so whole parts without room are passed over. Exact: it finds a
/// place if there is one.
/// </summary>
internal sealed class FitTree
{
    private const int Width = Dimensions.Common;
    private const long Closed = long.MinValue;

    private int _leaves = 1;
    private int _count;
    private long[] _most = new long[2 * Width];

    public FitTree() => Array.Fill(_most, Closed);

    /// <summary>Makes place for so many agents, all of them closed at first.</summary>
    public void Reset(int count)
    {
        (_count, _leaves) = (count, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, count)));
        _most = new long[2 * _leaves * Width];
        Array.Fill(_most, Closed);
    }

    /// <summary>Makes place for one more at the end, closed at first.</summary>
    public int Append()
    {
        if (_count == _leaves)
        {
            Grow();
        }

        return _count++;
    }

    /// <summary>An agent that nothing may be placed on.</summary>
    public void Close(int position) => Set(position, Closed, Closed, Closed, Closed);

    /// <summary>What an agent owes of one resource keeps nobody from it who takes none of that: it counts as nothing.</summary>
    public void Set(int position, Amounts room) =>
        Set(position, Math.Max(0, room[0]), Math.Max(0, room[1]), Math.Max(0, room[2]), Math.Max(0, room[3]));

    /// <summary>The sum of two, for agents on which either may be used.</summary>
    public void Set(int position, Amounts room, Amounts more) =>
        Set(position, Math.Max(0, room[0] + more[0]), Math.Max(0, room[1] + more[1]), Math.Max(0, room[2] + more[2]), Math.Max(0, room[3] + more[3]));

    /// <summary>The first position at or after another where a need fits by its common resources and a test holds; -1 if there is none.</summary>
    public int First<TTest>(Need need, int from, ref TTest test)
        where TTest : struct, IPlaceTest
    {
        var (a, b, c, d) = (need[0], need[1], need[2], need[3]);
        if (from >= _count)
        {
            return -1;
        }

        var node = 1;
        var first = from;
        if (from > 0)
        {
            node = _leaves + from;
            first = 0;
        }

        while (true)
        {
            if (Fits(node, a, b, c, d))
            {
                if (node < _leaves)
                {
                    node <<= 1;
                    continue;
                }

                var position = node - _leaves;
                if (position >= first && position < _count && test.Allows(position))
                {
                    return position;
                }
            }

            while ((node & 1) == 1)
            {
                node >>= 1;
            }

            if (node == 0)
            {
                return -1;
            }

            node++;
        }
    }

    private bool Fits(int node, long a, long b, long c, long d)
    {
        var most = _most.AsSpan(node * Width, Width);
        return most[0] >= a && most[1] >= b && most[2] >= c && most[3] >= d;
    }

    private void Set(int position, long a, long b, long c, long d)
    {
        var node = _leaves + position;
        var most = _most;
        var at = node * Width;
        (most[at], most[at + 1], most[at + 2], most[at + 3]) = (a, b, c, d);
        for (node >>= 1; node > 0; node >>= 1)
        {
            var (parent, left, right) = (node * Width, 2 * node * Width, ((2 * node) + 1) * Width);
            var changed = false;
            for (var i = 0; i < Width; i++)
            {
                var value = Math.Max(most[left + i], most[right + i]);
                changed |= most[parent + i] != value;
                most[parent + i] = value;
            }

            if (!changed)
            {
                return;
            }
        }
    }

    private void Grow()
    {
        var (old, leaves) = (_most, _leaves);
        var count = _count;
        Reset(leaves * 2);
        _count = count;
        Array.Copy(old, leaves * Width, _most, _leaves * Width, leaves * Width);
        for (var node = _leaves - 1; node > 0; node--)
        {
            for (var i = 0; i < Width; i++)
            {
                _most[(node * Width) + i] = Math.Max(_most[(2 * node * Width) + i], _most[(((2 * node) + 1) * Width) + i]);
            }
        }
    }
}

/// <summary>What else must hold where a need fits.</summary>
internal interface IPlaceTest
{
    /// <summary>Whether a position will do.</summary>
    bool Allows(int position);
}
