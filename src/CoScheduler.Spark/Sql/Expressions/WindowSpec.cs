using CoScheduler.Spark.Protocol;
using Frame = CoScheduler.Spark.Protocol.Expression.Types.Window.Types.WindowFrame;

namespace CoScheduler.Spark.Sql.Expressions;

/// <summary>Windows: the rows around each row that a function looks at. They never change; each method gives others.</summary>
public sealed class WindowSpec
{
    internal static readonly WindowSpec Empty = new([], [], null);
    private readonly Expression[] _partition;
    private readonly Expression.Types.SortOrder[] _order;
    private readonly Frame? _frame;

    private WindowSpec(Expression[] partition, Expression.Types.SortOrder[] order, Frame? frame)
    {
        _partition = partition;
        _order = order;
        _frame = frame;
    }

    /// <summary>Looks only at rows with equal values.</summary>
    /// <param name="colName">The column of the values.</param>
    /// <param name="colNames">Further columns.</param>
    /// <returns>Such windows.</returns>
    public WindowSpec PartitionBy(string colName, params string[] colNames) => new(Arguments.Named(colName, colNames), _order, _frame);

    /// <summary>Looks only at rows with equal values.</summary>
    /// <param name="columns">The values.</param>
    /// <returns>Such windows.</returns>
    public WindowSpec PartitionBy(params Column[] columns) => new(Arguments.Of(columns), _order, _frame);

    /// <summary>Puts the rows in an order.</summary>
    /// <param name="colName">The column to order by, ascending.</param>
    /// <param name="colNames">Further columns.</param>
    /// <returns>Such windows.</returns>
    public WindowSpec OrderBy(string colName, params string[] colNames) => Ordered(Arguments.Named(colName, colNames));

    /// <summary>Puts the rows in an order.</summary>
    /// <param name="columns">The orders.</param>
    /// <returns>Such windows.</returns>
    public WindowSpec OrderBy(params Column[] columns) => Ordered(Arguments.Of(columns));

    /// <summary>Looks at the rows from one place to another.</summary>
    /// <param name="start">
    /// The first, as a distance in rows: negative before the row, 0 the row itself, or <see cref="Window.UnboundedPreceding"/>.
    /// </param>
    /// <param name="end">The last, as a distance in rows, or <see cref="Window.UnboundedFollowing"/>.</param>
    /// <returns>Such windows.</returns>
    public WindowSpec RowsBetween(long start, long end) => new(_partition, _order, new Frame
    {
        FrameType = Frame.Types.FrameType.Row,
        Lower = Boundary(start, offset => Literals.ToExpression(checked((int)offset))),
        Upper = Boundary(end, offset => Literals.ToExpression(checked((int)offset))),
    });

    /// <summary>Looks at the rows whose value to order by lies in a range.</summary>
    /// <param name="start">The least, as a distance from the row's own value, or <see cref="Window.UnboundedPreceding"/>.</param>
    /// <param name="end">The greatest, as a distance from the row's own value, or <see cref="Window.UnboundedFollowing"/>.</param>
    /// <returns>Such windows.</returns>
    public WindowSpec RangeBetween(long start, long end) => new(_partition, _order, new Frame
    {
        FrameType = Frame.Types.FrameType.Range,
        Lower = Boundary(start, offset => Literals.ToExpression(offset)),
        Upper = Boundary(end, offset => Literals.ToExpression(offset)),
    });

    /// <summary>Looks at the rows whose value to order by lies in a range.</summary>
    /// <param name="start">The least, as a distance from the row's own value, for example an interval.</param>
    /// <param name="end">The greatest, as a distance.</param>
    /// <returns>Such windows.</returns>
    public WindowSpec RangeBetween(Column start, Column end) => new(_partition, _order, new Frame
    {
        FrameType = Frame.Types.FrameType.Range,
        Lower = Boundary(Arguments.Of(start)),
        Upper = Boundary(Arguments.Of(end)),
    });

    internal Expression.Types.Window Over(Expression function)
    {
        var window = new Expression.Types.Window { WindowFunction = function, FrameSpec = _frame };
        window.PartitionSpec.Add(_partition);
        window.OrderSpec.Add(_order);
        return window;
    }

    private static Frame.Types.FrameBoundary Boundary(long offset, Func<long, Expression> literal)
    {
        if (offset == Window.UnboundedPreceding || offset == Window.UnboundedFollowing)
        {
            return new Frame.Types.FrameBoundary { Unbounded = true };
        }

        return offset == Window.CurrentRow ? new Frame.Types.FrameBoundary { CurrentRow = true } : new Frame.Types.FrameBoundary { Value = literal(offset) };
    }

    // Functions.UnboundedPreceding and its kind are calls that Spark's server does not know: here they say what they mean.
    private static Frame.Types.FrameBoundary Boundary(Expression bound) => WindowBounds.NameOf(bound) switch
    {
        WindowBounds.UnboundedPreceding or WindowBounds.UnboundedFollowing => new Frame.Types.FrameBoundary { Unbounded = true },
        WindowBounds.CurrentRow => new Frame.Types.FrameBoundary { CurrentRow = true },
        _ => new Frame.Types.FrameBoundary { Value = bound },
    };

    private WindowSpec Ordered(Expression[] columns) => new(_partition, Array.ConvertAll(columns, ExpressionFactory.Order), _frame);
}
