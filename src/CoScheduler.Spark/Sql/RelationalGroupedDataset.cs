using CoScheduler.Spark.Protocol;
using CoScheduler.Spark.Sql.Types;
using GroupType = CoScheduler.Spark.Protocol.Aggregate.Types.GroupType;

namespace CoScheduler.Spark.Sql;

/// <summary>Groups of rows, to be aggregated.</summary>
public sealed class RelationalGroupedDataset
{
    private readonly DataFrame _frame;
    private readonly Aggregate _groups;

    internal RelationalGroupedDataset(DataFrame frame, Aggregate groups)
    {
        _frame = frame;
        _groups = groups;
    }

    /// <summary>A row for each group: the values that it is of, then aggregates.</summary>
    /// <param name="expr">An aggregate.</param>
    /// <param name="exprs">Further aggregates.</param>
    /// <returns>The query of those rows.</returns>
    public DataFrame Agg(Column expr, params Column[] exprs)
    {
        var aggregate = _groups.Clone();
        aggregate.AggregateExpressions.Add(Arguments.Of(expr));
        aggregate.AggregateExpressions.Add(Arguments.Of(exprs));
        return _frame.Derive(new Relation { Aggregate = aggregate });
    }

    /// <summary>How many rows each group has, in a column <c>count</c>.</summary>
    /// <returns>The query of the numbers.</returns>
    public DataFrame Count() => Agg(Functions.Count(Functions.Lit(1)).As("count"));

    /// <summary>The mean of columns in each group.</summary>
    /// <param name="colNames">The columns; none for all that are numbers.</param>
    /// <returns>The query of the means.</returns>
    public DataFrame Mean(params string[] colNames) => Each(Functions.Avg, colNames);

    /// <inheritdoc cref="Mean" />
    public DataFrame Avg(params string[] colNames) => Each(Functions.Avg, colNames);

    /// <summary>The greatest value of columns in each group.</summary>
    /// <param name="colNames">The columns; none for all that are numbers.</param>
    /// <returns>The query of the values.</returns>
    public DataFrame Max(params string[] colNames) => Each(Functions.Max, colNames);

    /// <summary>The least value of columns in each group.</summary>
    /// <param name="colNames">The columns; none for all that are numbers.</param>
    /// <returns>The query of the values.</returns>
    public DataFrame Min(params string[] colNames) => Each(Functions.Min, colNames);

    /// <summary>The sum of columns in each group.</summary>
    /// <param name="colNames">The columns; none for all that are numbers.</param>
    /// <returns>The query of the sums.</returns>
    public DataFrame Sum(params string[] colNames) => Each(Functions.Sum, colNames);

    /// <summary>Makes a column of each value of one, which Spark finds by a query first.</summary>
    /// <param name="pivotColumn">The column of the values.</param>
    /// <returns>The groups, to be aggregated in each of the columns.</returns>
    public RelationalGroupedDataset Pivot(string pivotColumn) => Pivot(Functions.Col(pivotColumn), []);

    /// <summary>Makes a column of each of some values of one.</summary>
    /// <param name="pivotColumn">The column of the values.</param>
    /// <param name="values">The values.</param>
    /// <returns>The groups, to be aggregated in each of the columns.</returns>
    public RelationalGroupedDataset Pivot(string pivotColumn, IEnumerable<object> values) => Pivot(Functions.Col(pivotColumn), values);

    /// <inheritdoc cref="Pivot(string)" />
    /// <param name="pivotColumn">The values.</param>
    public RelationalGroupedDataset Pivot(Column pivotColumn) => Pivot(pivotColumn, []);

    /// <inheritdoc cref="Pivot(string, IEnumerable{object})" />
    public RelationalGroupedDataset Pivot(Column pivotColumn, IEnumerable<object> values)
    {
        if (_groups.GroupType != GroupType.Groupby)
        {
            throw new InvalidOperationException("Only what GroupBy gave can be pivoted, and only once.");
        }

        var groups = _groups.Clone();
        groups.GroupType = GroupType.Pivot;
        groups.Pivot = new Aggregate.Types.Pivot { Col = Arguments.Of(pivotColumn) };
        groups.Pivot.Values.Add(values.Select(Literals.ToLiteral));
        return new RelationalGroupedDataset(_frame, groups);
    }

    // As every client of Spark's does it: which columns are numbers is asked for.
    private DataFrame Each(Func<string, Column> aggregate, string[] colNames)
    {
        var names = colNames.Length > 0 ? colNames : [.. _frame.Schema().Fields.Where(field => IsNumber(field) && !IsGrouped(field.Name)).Select(Quoted)];
        return names.Length > 0
            ? Agg(aggregate(names[0]), Array.ConvertAll(names[1..], name => aggregate(name)))
            : throw new InvalidOperationException("There is no column of numbers to aggregate.");
    }

    private bool IsGrouped(string name) =>
        _groups.GroupingExpressions.Any(expression => expression.UnresolvedAttribute?.UnparsedIdentifier == name);

    private static string Quoted(StructField field) => $"`{field.Name.Replace("`", "``", StringComparison.Ordinal)}`";

    private static bool IsNumber(StructField field) =>
        field.DataType is ByteType or ShortType or IntegerType or LongType or FloatType or DoubleType or DecimalType;
}
