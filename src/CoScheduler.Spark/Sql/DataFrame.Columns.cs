using CoScheduler.Spark.Protocol;
using CoScheduler.Spark.Sql.Types;

namespace CoScheduler.Spark.Sql;

/// <content>Columns: which, under what names, with what values.</content>
public sealed partial class DataFrame
{
    /// <summary>A column of this query, also where it is joined with others that have one of that name.</summary>
    /// <param name="columnName">Its name.</param>
    public Column this[string columnName] => Col(columnName);

    /// <inheritdoc cref="this[string]" />
    /// <param name="colName">Its name; <c>*</c> for all.</param>
    /// <returns>The column.</returns>
    public Column Col(string colName) => new(ExpressionFactory.Attribute(colName, Relation.Common.PlanId));

    /// <summary>Columns of this query whose names match a pattern.</summary>
    /// <param name="colName">A name, or a regular expression of Java's in backquotes.</param>
    /// <returns>The columns.</returns>
    public Column ColRegex(string colName) =>
        new(new Expression { UnresolvedRegex = new() { ColName = colName, PlanId = Relation.Common.PlanId } });

    /// <summary>A column that a source has beside its data, for example the <c>_metadata</c> of files.</summary>
    /// <param name="colName">Its name.</param>
    /// <returns>The column.</returns>
    public Column MetadataColumn(string colName)
    {
        var column = ExpressionFactory.Attribute(colName, Relation.Common.PlanId);
        column.UnresolvedAttribute.IsMetadataColumn = true;
        return new Column(column);
    }

    /// <summary>The values of expressions for each row.</summary>
    /// <param name="columns">The expressions.</param>
    /// <returns>The query of those columns.</returns>
    public DataFrame Select(params Column[] columns) => Project(Arguments.Of(columns));

    /// <summary>Some of the columns.</summary>
    /// <param name="column">A name.</param>
    /// <param name="columns">Further names.</param>
    /// <returns>The query of those columns.</returns>
    public DataFrame Select(string column, params string[] columns) => Project(Arguments.Named(column, columns));

    /// <summary>The values of expressions for each row.</summary>
    /// <param name="expressions">The expressions, in SQL.</param>
    /// <returns>The query of those columns.</returns>
    public DataFrame SelectExpr(params string[] expressions) => Project(Array.ConvertAll(expressions, text => Functions.Expr(text).Expression));

    /// <summary>A column added, or in place of the one of that name.</summary>
    /// <param name="colName">The name.</param>
    /// <param name="col">The values.</param>
    /// <returns>The query with the column.</returns>
    public DataFrame WithColumn(string colName, Column col) => WithColumns([new KeyValuePair<string, Column>(colName, col)]);

    /// <summary>Columns added, or in place of those of their names, all from the columns as they are now.</summary>
    /// <param name="colsMap">Names and values.</param>
    /// <returns>The query with the columns.</returns>
    public DataFrame WithColumns(IEnumerable<KeyValuePair<string, Column>> colsMap)
    {
        ArgumentNullException.ThrowIfNull(colsMap);
        var columns = new WithColumns { Input = Relation };
        foreach (var (name, column) in colsMap)
        {
            columns.Aliases.Add(new Expression.Types.Alias { Expr = Arguments.Of(column), Name = { name } });
        }

        return Frame(new Relation { WithColumns = columns });
    }

    /// <summary>Notes something beside a column.</summary>
    /// <param name="columnName">The column.</param>
    /// <param name="metadata">What is noted, a JSON object.</param>
    /// <returns>The query with the note in its schema.</returns>
    public DataFrame WithMetadata(string columnName, string metadata)
    {
        var alias = new Expression.Types.Alias { Expr = Col(columnName).Expression, Metadata = metadata, Name = { columnName } };
        return Frame(new Relation { WithColumns = new WithColumns { Input = Relation, Aliases = { alias } } });
    }

    /// <summary>Another name for a column; nothing happens if there is none of the old name.</summary>
    /// <param name="existingName">The old name.</param>
    /// <param name="newName">The new name.</param>
    /// <returns>The query with the new name.</returns>
    public DataFrame WithColumnRenamed(string existingName, string newName) =>
        WithColumnsRenamed([new KeyValuePair<string, string>(existingName, newName)]);

    /// <summary>Other names for columns; those that are not there are passed over.</summary>
    /// <param name="colsMap">The new names by the old.</param>
    /// <returns>The query with the new names.</returns>
    public DataFrame WithColumnsRenamed(IEnumerable<KeyValuePair<string, string>> colsMap)
    {
        ArgumentNullException.ThrowIfNull(colsMap);
        var renamed = new WithColumnsRenamed { Input = Relation };
        foreach (var (from, to) in colsMap)
        {
            renamed.Renames.Add(new WithColumnsRenamed.Types.Rename { ColName = from, NewColName = to });
        }

        return Frame(new Relation { WithColumnsRenamed = renamed });
    }

    /// <summary>The same rows without some columns; those that are not there are passed over.</summary>
    /// <param name="colNames">Their names, each as it is, dots included.</param>
    /// <returns>The query without them.</returns>
    public DataFrame Drop(params string[] colNames) => Frame(new Relation { Drop = new Drop { Input = Relation, ColumnNames = { colNames } } });

    /// <summary>The same rows without a column.</summary>
    /// <param name="col">The column.</param>
    /// <param name="cols">Further columns.</param>
    /// <returns>The query without it.</returns>
    public DataFrame Drop(Column col, params Column[] cols) =>
        Frame(new Relation { Drop = new Drop { Input = Relation, Columns = { Arguments.Of(col), Arguments.Of(cols) } } });

    /// <summary>The same.</summary>
    /// <returns>The same query.</returns>
    public DataFrame ToDF() => this;

    /// <summary>The same rows with other names for all columns.</summary>
    /// <param name="colNames">As many names as there are columns.</param>
    /// <returns>The query with those names.</returns>
    public DataFrame ToDF(params string[] colNames) => Frame(new Relation { ToDf = new ToDF { Input = Relation, ColumnNames = { colNames } } });

    /// <summary>The same rows with columns found by name, in the order and of the types that a schema says.</summary>
    /// <param name="schema">The columns.</param>
    /// <returns>The query of that schema.</returns>
    public DataFrame To(StructType schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var type = new Protocol.DataType { Unparsed = new() { DataTypeString = schema.ToDdl() } };
        return Frame(new Relation { ToSchema = new ToSchema { Input = Relation, Schema = type } });
    }

    /// <summary>Each row as one text, a JSON object, in a column <c>value</c>.</summary>
    /// <returns>The query of the texts.</returns>
    public DataFrame ToJSON() => Select(Functions.ToJson(Functions.Struct(Functions.Col("*"))).As("value"));

    /// <summary>A name for the query, so that its columns can be written with it, for example <c>a.id</c>.</summary>
    /// <param name="alias">The name.</param>
    /// <returns>The query of that name.</returns>
    public DataFrame As(string alias) => Frame(new Relation { SubqueryAlias = new SubqueryAlias { Input = Relation, Alias = alias } });

    /// <inheritdoc cref="As" />
    public DataFrame Alias(string alias) => As(alias);

    /// <summary>Gives it to a function, so that calls can be chained.</summary>
    /// <param name="func">The function.</param>
    /// <returns>What the function gave.</returns>
    public DataFrame Transform(Func<DataFrame, DataFrame> func)
    {
        ArgumentNullException.ThrowIfNull(func);
        return func(this);
    }

    private DataFrame Frame(Relation relation) => _session.Frame(relation);

    private DataFrame Project(Expression[] expressions) => Frame(new Relation { Project = new Project { Input = Relation, Expressions = { expressions } } });
}
