using CoScheduler.Spark.Protocol;

namespace CoScheduler.Spark.Sql;

/// <content>Several queries made one.</content>
public sealed partial class DataFrame
{
    /// <summary>Each row with each row of another query, or with those that a later filter picks.</summary>
    /// <param name="right">The other query.</param>
    /// <returns>The joined query.</returns>
    public DataFrame Join(DataFrame right) => Joined(right, JoinTypes.Inner, null, []);

    /// <summary>The rows that have equal values in a column, which the result has once.</summary>
    /// <param name="right">The other query.</param>
    /// <param name="usingColumn">The column's name, on both sides.</param>
    /// <returns>The joined query.</returns>
    public DataFrame Join(DataFrame right, string usingColumn) => Joined(right, JoinTypes.Inner, null, [usingColumn]);

    /// <summary>The rows that have equal values in columns, which the result has once.</summary>
    /// <param name="right">The other query.</param>
    /// <param name="usingColumns">The columns' names, on both sides.</param>
    /// <param name="joinType">
    /// <c>inner</c>, <c>cross</c>, <c>outer</c> (<c>full</c>, <c>fullouter</c>), <c>left</c> (<c>leftouter</c>), <c>right</c> (<c>rightouter</c>),
    /// <c>semi</c> (<c>leftsemi</c>) or <c>anti</c> (<c>leftanti</c>).
    /// </param>
    /// <returns>The joined query.</returns>
    /// <exception cref="ArgumentException">There is no such type of join.</exception>
    public DataFrame Join(DataFrame right, IEnumerable<string> usingColumns, string joinType = JoinTypes.Inner) => Joined(right, joinType, null, usingColumns);

    /// <summary>The pairs of rows for which a condition holds.</summary>
    /// <param name="right">The other query.</param>
    /// <param name="joinExpr">The condition.</param>
    /// <param name="joinType">As in <see cref="Join(DataFrame, IEnumerable{string}, string)"/>.</param>
    /// <returns>The joined query.</returns>
    /// <exception cref="ArgumentException">There is no such type of join.</exception>
    public DataFrame Join(DataFrame right, Column joinExpr, string joinType = JoinTypes.Inner) => Joined(right, joinType, Arguments.Of(joinExpr), []);

    /// <summary>Each row with each row of another query.</summary>
    /// <param name="right">The other query.</param>
    /// <returns>The joined query.</returns>
    public DataFrame CrossJoin(DataFrame right) => Joined(right, JoinTypes.Cross, null, []);

    /// <summary>Each row with the rows that a query gives for it: one that names columns of this by <see cref="Column.Outer"/>.</summary>
    /// <param name="right">The query for a row.</param>
    /// <param name="joinExpr">A condition on the pairs; null for none.</param>
    /// <param name="joinType"><c>inner</c>, <c>left</c> or <c>cross</c>.</param>
    /// <returns>The joined query.</returns>
    public DataFrame LateralJoin(DataFrame right, Column? joinExpr = null, string joinType = JoinTypes.Inner)
    {
        ArgumentNullException.ThrowIfNull(right);
        var join = new LateralJoin { Left = Relation, Right = right.Relation, JoinCondition = joinExpr?.Expression, JoinType = JoinTypes.Parse(joinType) };
        return Frame(new Relation { LateralJoin = join });
    }

    /// <summary>The columns of two queries over the same rows, side by side (Spark 4.3).</summary>
    /// <param name="other">The other query, made from the same one.</param>
    /// <returns>The query of all columns.</returns>
    public DataFrame Zip(DataFrame other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Frame(new Relation { Zip = new Zip { Left = Relation, Right = other.Relation } });
    }

    /// <summary>The rows of both queries, repetitions too, columns by their place.</summary>
    /// <param name="other">The other query.</param>
    /// <returns>The query of all of them.</returns>
    public DataFrame Union(DataFrame other) => Set(other, SetOperation.Types.SetOpType.Union, isAll: true);

    /// <inheritdoc cref="Union" />
    public DataFrame UnionAll(DataFrame other) => Union(other);

    /// <summary>The rows of both queries, repetitions too, columns by their names.</summary>
    /// <param name="other">The other query.</param>
    /// <returns>The query of all of them.</returns>
    public DataFrame UnionByName(DataFrame other) => UnionByName(other, allowMissingColumns: false);

    /// <summary>The rows of both queries, repetitions too, columns by their names.</summary>
    /// <param name="other">The other query.</param>
    /// <param name="allowMissingColumns">Whether a column that only one has is null in the rows of the other.</param>
    /// <returns>The query of all of them.</returns>
    public DataFrame UnionByName(DataFrame other, bool allowMissingColumns)
    {
        var union = SetOf(other, SetOperation.Types.SetOpType.Union, isAll: true);
        union.ByName = true;
        union.AllowMissingColumns = allowMissingColumns;
        return Frame(new Relation { SetOp = union });
    }

    /// <summary>The rows that both queries have, without repetitions.</summary>
    /// <param name="other">The other query.</param>
    /// <returns>The query of them.</returns>
    public DataFrame Intersect(DataFrame other) => Set(other, SetOperation.Types.SetOpType.Intersect, isAll: false);

    /// <summary>The rows that both queries have, as often as both have them.</summary>
    /// <param name="other">The other query.</param>
    /// <returns>The query of them.</returns>
    public DataFrame IntersectAll(DataFrame other) => Set(other, SetOperation.Types.SetOpType.Intersect, isAll: true);

    /// <summary>The rows that another query has not, without repetitions.</summary>
    /// <param name="other">The other query.</param>
    /// <returns>The query of them.</returns>
    public DataFrame Except(DataFrame other) => Set(other, SetOperation.Types.SetOpType.Except, isAll: false);

    /// <summary>The rows, each as often as it comes more often here than in another query.</summary>
    /// <param name="other">The other query.</param>
    /// <returns>The query of them.</returns>
    public DataFrame ExceptAll(DataFrame other) => Set(other, SetOperation.Types.SetOpType.Except, isAll: true);

    private DataFrame Set(DataFrame other, SetOperation.Types.SetOpType kind, bool isAll) => Frame(new Relation { SetOp = SetOf(other, kind, isAll) });

    private SetOperation SetOf(DataFrame other, SetOperation.Types.SetOpType kind, bool isAll)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new SetOperation { LeftInput = Relation, RightInput = other.Relation, SetOpType = kind, IsAll = isAll };
    }

    private DataFrame Joined(DataFrame right, string joinType, Expression? condition, IEnumerable<string> usingColumns)
    {
        ArgumentNullException.ThrowIfNull(right);
        ArgumentNullException.ThrowIfNull(usingColumns);
        var join = new Join { Left = Relation, Right = right.Relation, JoinType = JoinTypes.Parse(joinType), JoinCondition = condition };
        join.UsingColumns.Add(usingColumns);
        return Frame(new Relation { Join = join });
    }
}
