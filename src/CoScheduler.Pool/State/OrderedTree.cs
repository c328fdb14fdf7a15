using System.Collections;

namespace CoScheduler.Pool.State;

/// <summary>What can stand in an <see cref="OrderedTree{T}"/>, in one at a time; only the tree sets what is here.</summary>
internal abstract class Ordered<T>
    where T : Ordered<T>
{
    public T? Left { get; set; }

    public T? Right { get; set; }

    public T? Before { get; set; }

    public T? After { get; set; }

    /// <summary>Of the part of the tree below it and itself; 0 while it stands in none.</summary>
    public int Height { get; set; }
}

/// <summary>
/// An order of things that are linked through themselves, as a balanced tree (AVL): adding and removing costs the logarithm of their
/// number and takes no memory, walking from one to the next costs nothing. No two may be equal in the order, and what is in must not
/// change its place.
/// </summary>
internal sealed class OrderedTree<T>(IComparer<T> order) : IEnumerable<T>
    where T : Ordered<T>
{
    private T? _root;

    public int Count { get; private set; }

    public T? First { get; private set; }

    public T? Last { get; private set; }

    /// <summary>Adds one.</summary>
    /// <returns>Whether it was not in.</returns>
    public bool Add(T item)
    {
        if (item.Height > 0)
        {
            return false;
        }

        if (Last is { } last && order.Compare(item, last) > 0)
        {
            // Most come in order, and need not be compared with all that they pass.
            Link(last, item);
            _root = Append(_root, item);
        }
        else
        {
            _root = Insert(_root, item);
        }

        First = item.Before is null ? item : First;
        Last = item.After is null ? item : Last;
        Count++;
        return true;
    }

    /// <summary>Removes one.</summary>
    /// <returns>Whether it was in.</returns>
    public bool Remove(T item)
    {
        if (item.Height == 0)
        {
            return false;
        }

        _root = Without(_root, item);
        First = First == item ? item.After : First;
        Last = Last == item ? item.Before : Last;
        Link(item.Before, item.After);
        (item.Left, item.Right, item.Before, item.After, item.Height) = (null, null, null, null, 0);
        Count--;
        return true;
    }

    /// <summary>The one that is equal in the order to another; null if there is none.</summary>
    public T? Find(T like)
    {
        var node = _root;
        while (node is not null && order.Compare(like, node) is var side and not 0)
        {
            node = side < 0 ? node.Left : node.Right;
        }

        return node;
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (var item = First; item is not null; item = item.After)
        {
            yield return item;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private T Insert(T? node, T item)
    {
        if (node is null)
        {
            item.Height = 1;
            return item;
        }

        if (order.Compare(item, node) < 0)
        {
            if (node.Left is null)
            {
                Link(node.Before, item);
                Link(item, node);
            }

            var height = HeightOf(node.Left);
            node.Left = Insert(node.Left, item);
            return node.Left.Height == height ? node : Balance(node);
        }
        else
        {
            if (node.Right is null)
            {
                Link(item, node.After);
                Link(node, item);
            }

            var height = HeightOf(node.Right);
            node.Right = Insert(node.Right, item);
            return node.Right.Height == height ? node : Balance(node);
        }
    }

    private static T Append(T? node, T item)
    {
        if (node is null)
        {
            item.Height = 1;
            return item;
        }

        var height = HeightOf(node.Right);
        node.Right = Append(node.Right, item);
        return node.Right.Height == height ? node : Balance(node);
    }

    private T? Without(T? node, T item)
    {
        if (node is null)
        {
            throw new InvalidOperationException("What is to be removed is not where the order says.");
        }

        if (node != item)
        {
            if (order.Compare(item, node) < 0)
            {
                var height = HeightOf(node.Left);
                node.Left = Without(node.Left, item);
                return HeightOf(node.Left) == height ? node : Balance(node);
            }
            else
            {
                var height = HeightOf(node.Right);
                node.Right = Without(node.Right, item);
                return HeightOf(node.Right) == height ? node : Balance(node);
            }
        }

        if (node.Left is null || node.Right is null)
        {
            return node.Left ?? node.Right;
        }

        var next = node.After!;
        next.Right = WithoutFirst(node.Right);
        next.Left = node.Left;
        return Balance(next);
    }

    private static T? WithoutFirst(T node)
    {
        if (node.Left is null)
        {
            return node.Right;
        }

        var height = node.Left.Height;
        node.Left = WithoutFirst(node.Left);
        return HeightOf(node.Left) == height ? node : Balance(node);
    }

    private static T Balance(T node)
    {
        var lean = HeightOf(node.Left) - HeightOf(node.Right);
        if (lean > 1)
        {
            var left = node.Left!;
            node.Left = HeightOf(left.Left) < HeightOf(left.Right) ? RotateLeft(left) : left;
            return RotateRight(node);
        }

        if (lean < -1)
        {
            var right = node.Right!;
            node.Right = HeightOf(right.Right) < HeightOf(right.Left) ? RotateRight(right) : right;
            return RotateLeft(node);
        }

        Measure(node);
        return node;
    }

    private static T RotateRight(T node)
    {
        var top = node.Left!;
        (node.Left, top.Right) = (top.Right, node);
        Measure(node);
        Measure(top);
        return top;
    }

    private static T RotateLeft(T node)
    {
        var top = node.Right!;
        (node.Right, top.Left) = (top.Left, node);
        Measure(node);
        Measure(top);
        return top;
    }

    private static void Measure(T node) => node.Height = 1 + Math.Max(HeightOf(node.Left), HeightOf(node.Right));

    private static int HeightOf(T? node) => node?.Height ?? 0;

    private static void Link(T? before, T? after)
    {
        if (before is not null)
        {
            before.After = after;
        }

        if (after is not null)
        {
            after.Before = before;
        }
    }
}
