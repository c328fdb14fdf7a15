namespace CoScheduler.Spark.Sql.Expressions;

/// <summary>Describes windows: the rows around each row that a function looks at.</summary>
public static class Window
{
    /// <summary>The first row of the partition.</summary>
    public static long UnboundedPreceding => long.MinValue;

    /// <summary>The last row of the partition.</summary>
    public static long UnboundedFollowing => long.MaxValue;

    /// <summary>The row itself.</summary>
    public static long CurrentRow => 0;

    /// <summary>Windows that look only at rows with equal values.</summary>
    /// <param name="colName">The column of the values.</param>
    /// <param name="colNames">Further columns.</param>
    /// <returns>The windows.</returns>
    public static WindowSpec PartitionBy(string colName, params string[] colNames) => WindowSpec.Empty.PartitionBy(colName, colNames);

    /// <summary>Windows that look only at rows with equal values.</summary>
    /// <param name="columns">The values.</param>
    /// <returns>The windows.</returns>
    public static WindowSpec PartitionBy(params Column[] columns) => WindowSpec.Empty.PartitionBy(columns);

    /// <summary>Windows whose rows are in an order.</summary>
    /// <param name="colName">The column to order by.</param>
    /// <param name="colNames">Further columns.</param>
    /// <returns>The windows.</returns>
    public static WindowSpec OrderBy(string colName, params string[] colNames) => WindowSpec.Empty.OrderBy(colName, colNames);

    /// <summary>Windows whose rows are in an order.</summary>
    /// <param name="columns">The orders.</param>
    /// <returns>The windows.</returns>
    public static WindowSpec OrderBy(params Column[] columns) => WindowSpec.Empty.OrderBy(columns);

    /// <inheritdoc cref="WindowSpec.RowsBetween" />
    public static WindowSpec RowsBetween(long start, long end) => WindowSpec.Empty.RowsBetween(start, end);

    /// <inheritdoc cref="WindowSpec.RangeBetween(long, long)" />
    public static WindowSpec RangeBetween(long start, long end) => WindowSpec.Empty.RangeBetween(start, end);

    /// <inheritdoc cref="WindowSpec.RangeBetween(Column, Column)" />
    public static WindowSpec RangeBetween(Column start, Column end) => WindowSpec.Empty.RangeBetween(start, end);
}
