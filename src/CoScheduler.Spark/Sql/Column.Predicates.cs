namespace CoScheduler.Spark.Sql;

/// <content>Questions about a value, text, and order.</content>
public sealed partial class Column
{
    /// <summary>Whether it lies between two values, both included.</summary>
    /// <param name="lowerBound">The least.</param>
    /// <param name="upperBound">The greatest.</param>
    /// <returns>The column of results.</returns>
    public Column Between(object? lowerBound, object? upperBound) => (this >= lowerBound) & (this <= upperBound);

    /// <summary>Whether it is not a number.</summary>
    /// <returns>The column of results.</returns>
    public Column IsNaN() => ExpressionFactory.Call("isnan", Expression);

    /// <summary>Whether it is null.</summary>
    /// <returns>The column of results.</returns>
    public Column IsNull() => ExpressionFactory.Call("isnull", Expression);

    /// <summary>Whether it is not null.</summary>
    /// <returns>The column of results.</returns>
    public Column IsNotNull() => ExpressionFactory.Call("isnotnull", Expression);

    /// <summary>Whether it is one of several values.</summary>
    /// <param name="list">The values; columns stand for themselves.</param>
    /// <returns>The column of results.</returns>
    public Column IsIn(params object?[] list) => ExpressionFactory.Call("in", [Expression, .. Arguments.Values(list)]);

    /// <inheritdoc cref="IsIn(object?[])" />
    public Column IsIn(params string[] list) => OneOf(list);

    /// <inheritdoc cref="IsIn(object?[])" />
    public Column IsIn(params int[] list) => OneOf(list);

    /// <inheritdoc cref="IsIn(object?[])" />
    public Column IsIn(params long[] list) => OneOf(list);

    /// <inheritdoc cref="IsIn(object?[])" />
    public Column IsIn(params bool[] list) => OneOf(list);

    /// <inheritdoc cref="IsIn(object?[])" />
    public Column IsIn(params short[] list) => OneOf(list);

    /// <inheritdoc cref="IsIn(object?[])" />
    public Column IsIn(params float[] list) => OneOf(list);

    /// <inheritdoc cref="IsIn(object?[])" />
    public Column IsIn(params double[] list) => OneOf(list);

    /// <inheritdoc cref="IsIn(object?[])" />
    public Column IsIn(params decimal[] list) => OneOf(list);

    /// <summary>Whether it is like a pattern of SQL's, where <c>%</c> stands for any text and <c>_</c> for any character.</summary>
    /// <param name="literal">The pattern.</param>
    /// <returns>The column of results.</returns>
    public Column Like(string literal) => Binary("like", literal);

    /// <summary>Whether it is like a pattern of SQL's, whatever its case.</summary>
    /// <param name="literal">The pattern.</param>
    /// <returns>The column of results.</returns>
    public Column ILike(string literal) => Binary("ilike", literal);

    /// <summary>Whether a regular expression of Java's finds something in it.</summary>
    /// <param name="literal">The regular expression.</param>
    /// <returns>The column of results.</returns>
    public Column RLike(string literal) => Binary("rlike", literal);

    /// <summary>Whether another text is in it.</summary>
    /// <param name="other">The text.</param>
    /// <returns>The column of results.</returns>
    public Column Contains(object? other) => Binary("contains", other);

    /// <summary>Whether it begins with another text.</summary>
    /// <param name="other">The text.</param>
    /// <returns>The column of results.</returns>
    public Column StartsWith(Column other) => Binary("startswith", other);

    /// <inheritdoc cref="StartsWith(Column)" />
    /// <param name="literal">The text.</param>
    public Column StartsWith(string literal) => Binary("startswith", literal);

    /// <summary>Whether it ends with another text.</summary>
    /// <param name="other">The text.</param>
    /// <returns>The column of results.</returns>
    public Column EndsWith(Column other) => Binary("endswith", other);

    /// <inheritdoc cref="EndsWith(Column)" />
    /// <param name="literal">The text.</param>
    public Column EndsWith(string literal) => Binary("endswith", literal);

    /// <summary>A part of a text.</summary>
    /// <param name="startPos">Where it begins, from 1.</param>
    /// <param name="len">How many characters it has.</param>
    /// <returns>The column of parts.</returns>
    public Column SubStr(Column startPos, Column len) => ExpressionFactory.Call("substr", Expression, Arguments.Of(startPos), Arguments.Of(len));

    /// <inheritdoc cref="SubStr(Column, Column)" />
    public Column SubStr(int startPos, int len) => ExpressionFactory.Call("substr", Expression, Literals.ToExpression(startPos), Literals.ToExpression(len));

    /// <summary>Says that a column is one of the query around, in queries of <see cref="DataFrame.LateralJoin"/>; Spark finds it there by itself.</summary>
    /// <returns>The column.</returns>
    public Column Outer() => new(Expression);

    private Column OneOf<T>(T[] list)
    {
        ArgumentNullException.ThrowIfNull(list);
        return ExpressionFactory.Call("in", [Expression, .. Array.ConvertAll(list, value => Literals.ToExpression(value))]);
    }
}
