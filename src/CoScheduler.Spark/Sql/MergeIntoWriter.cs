using CoScheduler.Spark.Protocol;
using Google.Protobuf.Collections;
using ActionType = CoScheduler.Spark.Protocol.MergeAction.Types.ActionType;

namespace CoScheduler.Spark.Sql;

/// <summary>
/// Describes how a table changes by the rows of a query, for tables of catalogs that can merge. Clauses of one kind are tried in the order that they were added in.
/// </summary>
public sealed class MergeIntoWriter
{
    private readonly DataFrame _source;
    private readonly MergeIntoTableCommand _merge;

    internal MergeIntoWriter(DataFrame source, string table, Column condition)
    {
        _source = source;
        _merge = new MergeIntoTableCommand { TargetTableName = table, MergeCondition = Arguments.Of(condition) };
    }

    /// <summary>What happens to a row of the table that matches one of the query.</summary>
    /// <param name="condition">If this holds too; null for always.</param>
    /// <returns>The clause, to be given an action.</returns>
    public MergeClause WhenMatched(Column? condition = null) => new(this, _merge.MatchActions, condition);

    /// <summary>What happens to a row of the query that matches none of the table; it can only be inserted.</summary>
    /// <param name="condition">If this holds too; null for always.</param>
    /// <returns>The clause, to be given an action.</returns>
    public MergeClause WhenNotMatched(Column? condition = null) => new(this, _merge.NotMatchedActions, condition);

    /// <summary>What happens to a row of the table that matches none of the query.</summary>
    /// <param name="condition">If this holds too; null for always.</param>
    /// <returns>The clause, to be given an action.</returns>
    public MergeClause WhenNotMatchedBySource(Column? condition = null) => new(this, _merge.NotMatchedBySourceActions, condition);

    /// <summary>Lets columns be added to the table that only the query has.</summary>
    /// <returns>This.</returns>
    public MergeIntoWriter WithSchemaEvolution()
    {
        _merge.WithSchemaEvolution = true;
        return this;
    }

    /// <summary>Changes the table.</summary>
    public void Merge()
    {
        var merge = _merge.Clone();
        merge.SourceTablePlan = _source.Relation;
        Blocking.Run(() => _source.SparkSession.RunAsync(new Command { MergeIntoTableCommand = merge }, CancellationToken.None));
    }
}

/// <summary>A clause of <see cref="MergeIntoWriter"/> that has no action yet.</summary>
public sealed class MergeClause
{
    private readonly MergeIntoWriter _writer;
    private readonly RepeatedField<Expression> _actions;
    private readonly Column? _condition;

    internal MergeClause(MergeIntoWriter writer, RepeatedField<Expression> actions, Column? condition)
    {
        _writer = writer;
        _actions = actions;
        _condition = condition;
    }

    /// <summary>Sets all columns to those of the same names.</summary>
    /// <returns>The description.</returns>
    public MergeIntoWriter UpdateAll() => Add(ActionType.UpdateStar, []);

    /// <summary>Sets columns.</summary>
    /// <param name="set">The values by the columns' names.</param>
    /// <returns>The description.</returns>
    public MergeIntoWriter Update(IEnumerable<KeyValuePair<string, Column>> set) => Add(ActionType.Update, set);

    /// <summary>Deletes the row.</summary>
    /// <returns>The description.</returns>
    public MergeIntoWriter Delete() => Add(ActionType.Delete, []);

    /// <summary>Inserts the row, columns by their names.</summary>
    /// <returns>The description.</returns>
    public MergeIntoWriter InsertAll() => Add(ActionType.InsertStar, []);

    /// <summary>Inserts a row of some columns.</summary>
    /// <param name="values">The values by the columns' names.</param>
    /// <returns>The description.</returns>
    public MergeIntoWriter Insert(IEnumerable<KeyValuePair<string, Column>> values) => Add(ActionType.Insert, values);

    private MergeIntoWriter Add(ActionType type, IEnumerable<KeyValuePair<string, Column>> assignments)
    {
        ArgumentNullException.ThrowIfNull(assignments);
        var action = new MergeAction { ActionType = type, Condition = _condition?.Expression };
        action.Assignments.Add(assignments.Select(pair =>
            new MergeAction.Types.Assignment { Key = Functions.Expr(pair.Key).Expression, Value = Arguments.Of(pair.Value) }));
        _actions.Add(new Expression { MergeAction = action });
        return _writer;
    }
}
