using CoScheduler.Spark.Protocol;
using GroupType = CoScheduler.Spark.Protocol.Aggregate.Types.GroupType;

namespace CoScheduler.Spark.Sql;

/// <content>Groups, and columns turned into rows and back.</content>
public sealed partial class DataFrame
{
    /// <summary>Groups of the rows with equal values.</summary>
    /// <param name="columns">The values; none for one group of all rows.</param>
    /// <returns>The groups, to be aggregated.</returns>
    public RelationalGroupedDataset GroupBy(params Column[] columns) => Grouped(GroupType.Groupby, Arguments.Of(columns));

    /// <summary>Groups of the rows with equal values.</summary>
    /// <param name="column">The column of the values.</param>
    /// <param name="columns">Further columns.</param>
    /// <returns>The groups, to be aggregated.</returns>
    public RelationalGroupedDataset GroupBy(string column, params string[] columns) => Grouped(GroupType.Groupby, Arguments.Named(column, columns));

    /// <summary>Groups by all columns, by all but the last, and so on to one group of all rows.</summary>
    /// <param name="columns">The values.</param>
    /// <returns>The groups, to be aggregated.</returns>
    public RelationalGroupedDataset Rollup(params Column[] columns) => Grouped(GroupType.Rollup, Arguments.Of(columns));

    /// <inheritdoc cref="Rollup(Column[])" />
    /// <param name="column">The column of the values.</param>
    /// <param name="columns">Further columns.</param>
    public RelationalGroupedDataset Rollup(string column, params string[] columns) => Grouped(GroupType.Rollup, Arguments.Named(column, columns));

    /// <summary>Groups by each choice of the columns.</summary>
    /// <param name="columns">The values.</param>
    /// <returns>The groups, to be aggregated.</returns>
    public RelationalGroupedDataset Cube(params Column[] columns) => Grouped(GroupType.Cube, Arguments.Of(columns));

    /// <inheritdoc cref="Cube(Column[])" />
    /// <param name="column">The column of the values.</param>
    /// <param name="columns">Further columns.</param>
    public RelationalGroupedDataset Cube(string column, params string[] columns) => Grouped(GroupType.Cube, Arguments.Named(column, columns));

    /// <summary>Groups by each of several sets of columns.</summary>
    /// <param name="groupingSets">The sets.</param>
    /// <param name="columns">All columns that the sets name.</param>
    /// <returns>The groups, to be aggregated.</returns>
    public RelationalGroupedDataset GroupingSets(IEnumerable<IEnumerable<Column>> groupingSets, params Column[] columns)
    {
        ArgumentNullException.ThrowIfNull(groupingSets);
        var groups = new Aggregate { Input = Relation, GroupType = GroupType.GroupingSets, GroupingExpressions = { Arguments.Of(columns) } };
        groups.GroupingSets.Add(groupingSets.Select(set => new Aggregate.Types.GroupingSets { GroupingSet = { Arguments.Of([.. set]) } }));
        return new RelationalGroupedDataset(this, groups);
    }

    /// <summary>Aggregates all rows into one.</summary>
    /// <param name="expr">An aggregate.</param>
    /// <param name="exprs">Further aggregates.</param>
    /// <returns>The query of the one row.</returns>
    public DataFrame Agg(Column expr, params Column[] exprs) => GroupBy().Agg(expr, exprs);

    /// <summary>Computes aggregates of the rows as they pass; a <see cref="Streaming.StreamingQueryListener"/> hears of them for each batch of a stream.</summary>
    /// <param name="name">The name that they are told under.</param>
    /// <param name="expr">An aggregate.</param>
    /// <param name="exprs">Further aggregates.</param>
    /// <returns>The query, rows unchanged.</returns>
    public DataFrame Observe(string name, Column expr, params Column[] exprs) => Frame(new Relation
    {
        CollectMetrics = new CollectMetrics { Input = Relation, Name = name, Metrics = { Arguments.Of(expr), Arguments.Of(exprs) } },
    });

    /// <summary>Columns as rows: for each row and each value column one row of its name and its value.</summary>
    /// <param name="ids">Columns that are kept.</param>
    /// <param name="values">The value columns; null for all others.</param>
    /// <param name="variableColumnName">The name of the column of names.</param>
    /// <param name="valueColumnName">The name of the column of values.</param>
    /// <returns>The query of those rows.</returns>
    public DataFrame Unpivot(Column[] ids, Column[]? values, string variableColumnName, string valueColumnName)
    {
        var unpivot = new Unpivot { Input = Relation, Ids = { Arguments.Of(ids) }, VariableColumnName = variableColumnName, ValueColumnName = valueColumnName };
        if (values is not null)
        {
            unpivot.Values = new Unpivot.Types.Values { Values_ = { Arguments.Of(values) } };
        }

        return Frame(new Relation { Unpivot = unpivot });
    }

    /// <inheritdoc cref="Unpivot" />
    public DataFrame Melt(Column[] ids, Column[]? values, string variableColumnName, string valueColumnName) =>
        Unpivot(ids, values, variableColumnName, valueColumnName);

    /// <summary>Rows as columns and columns as rows, for few rows.</summary>
    /// <param name="indexColumn">The column whose values become the names; null for the first.</param>
    /// <returns>The query turned.</returns>
    public DataFrame Transpose(Column? indexColumn = null)
    {
        var transpose = new Transpose { Input = Relation };
        if (indexColumn is not null)
        {
            transpose.IndexColumns.Add(indexColumn.Expression);
        }

        return Frame(new Relation { Transpose = transpose });
    }

    /// <summary>What to do with missing values.</summary>
    /// <returns>The functions.</returns>
    public DataFrameNaFunctions Na() => new(this);

    /// <summary>Statistics.</summary>
    /// <returns>The functions.</returns>
    public DataFrameStatFunctions Stat() => new(this);

    internal DataFrame Derive(Relation relation) => Frame(relation);

    private RelationalGroupedDataset Grouped(GroupType kind, Expression[] columns) =>
        new(this, new Aggregate { Input = Relation, GroupType = kind, GroupingExpressions = { columns } });
}
