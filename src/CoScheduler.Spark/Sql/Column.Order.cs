using CoScheduler.Spark.Protocol;
using CoScheduler.Spark.Sql.Expressions;
using Direction = CoScheduler.Spark.Protocol.Expression.Types.SortOrder.Types.SortDirection;
using Nulls = CoScheduler.Spark.Protocol.Expression.Types.SortOrder.Types.NullOrdering;

namespace CoScheduler.Spark.Sql;

/// <content>Orders to sort by, and windows.</content>
public sealed partial class Column
{
    /// <summary>Ascending, nulls first.</summary>
    /// <returns>The order.</returns>
    public Column Asc() => Sorted(Direction.Ascending, Nulls.SortNullsFirst);

    /// <summary>Ascending, nulls first.</summary>
    /// <returns>The order.</returns>
    public Column AscNullsFirst() => Sorted(Direction.Ascending, Nulls.SortNullsFirst);

    /// <summary>Ascending, nulls last.</summary>
    /// <returns>The order.</returns>
    public Column AscNullsLast() => Sorted(Direction.Ascending, Nulls.SortNullsLast);

    /// <summary>Descending, nulls last.</summary>
    /// <returns>The order.</returns>
    public Column Desc() => Sorted(Direction.Descending, Nulls.SortNullsLast);

    /// <summary>Descending, nulls first.</summary>
    /// <returns>The order.</returns>
    public Column DescNullsFirst() => Sorted(Direction.Descending, Nulls.SortNullsFirst);

    /// <summary>Descending, nulls last.</summary>
    /// <returns>The order.</returns>
    public Column DescNullsLast() => Sorted(Direction.Descending, Nulls.SortNullsLast);

    /// <summary>Computes it over the rows of a window around each row.</summary>
    /// <param name="window">The window.</param>
    /// <returns>The column of results.</returns>
    public Column Over(WindowSpec window)
    {
        ArgumentNullException.ThrowIfNull(window);
        return new Column(new Expression { Window = window.Over(Expression) });
    }

    /// <summary>Computes it over all rows.</summary>
    /// <returns>The column of results, the same in each row.</returns>
    public Column Over() => Over(WindowSpec.Empty);

    private Column Sorted(Direction direction, Nulls nulls) =>
        new(new Expression { SortOrder = new() { Child = Expression, Direction = direction, NullOrdering = nulls } });
}
