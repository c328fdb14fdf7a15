namespace CoScheduler.Spark.Sql;

#pragma warning disable CA2225 // Each operator has the named method that Spark gives it: Plus, And, Gt and so on.

/// <content>Operators and the methods of the same meaning.</content>
public sealed partial class Column
{
    /// <summary>Less than nothing by as much: <c>-a</c>.</summary>
    /// <param name="self">The number or interval.</param>
    /// <returns>The column of results.</returns>
    public static Column operator -(Column self) => ExpressionFactory.Call("negative", Arguments.Of(self));

    /// <summary>Not so.</summary>
    /// <param name="self">The condition.</param>
    /// <returns>The column of results.</returns>
    public static Column operator !(Column self) => ExpressionFactory.Call("not", Arguments.Of(self));

    /// <summary>Every bit turned.</summary>
    /// <param name="self">The integer.</param>
    /// <returns>The column of results.</returns>
    public static Column operator ~(Column self) => ExpressionFactory.Call("~", Arguments.Of(self));

    /// <inheritdoc cref="EqualTo" />
    /// <param name="lhs">One side.</param>
    /// <param name="rhs">The other.</param>
    public static Column operator ==(Column lhs, object? rhs) => lhs.Binary("==", rhs);

    /// <inheritdoc cref="NotEqual" />
    /// <param name="lhs">One side.</param>
    /// <param name="rhs">The other.</param>
    public static Column operator !=(Column lhs, object? rhs) => !lhs.Binary("==", rhs);

    /// <inheritdoc cref="Gt" />
    /// <param name="lhs">One side.</param>
    /// <param name="rhs">The other.</param>
    public static Column operator >(Column lhs, object? rhs) => lhs.Binary(">", rhs);

    /// <inheritdoc cref="Lt" />
    /// <param name="lhs">One side.</param>
    /// <param name="rhs">The other.</param>
    public static Column operator <(Column lhs, object? rhs) => lhs.Binary("<", rhs);

    /// <inheritdoc cref="Leq" />
    /// <param name="lhs">One side.</param>
    /// <param name="rhs">The other.</param>
    public static Column operator <=(Column lhs, object? rhs) => lhs.Binary("<=", rhs);

    /// <inheritdoc cref="Geq" />
    /// <param name="lhs">One side.</param>
    /// <param name="rhs">The other.</param>
    public static Column operator >=(Column lhs, object? rhs) => lhs.Binary(">=", rhs);

    /// <inheritdoc cref="Or" />
    /// <param name="lhs">One condition.</param>
    /// <param name="rhs">The other.</param>
    public static Column operator |(Column lhs, Column rhs) => lhs.Binary("or", rhs);

    /// <inheritdoc cref="And" />
    /// <param name="lhs">One condition.</param>
    /// <param name="rhs">The other.</param>
    public static Column operator &(Column lhs, Column rhs) => lhs.Binary("and", rhs);

    /// <inheritdoc cref="Plus" />
    /// <param name="lhs">What is added to.</param>
    /// <param name="rhs">What is added.</param>
    public static Column operator +(Column lhs, object? rhs) => lhs.Binary("+", rhs);

    /// <inheritdoc cref="Minus" />
    /// <param name="lhs">What is taken from.</param>
    /// <param name="rhs">What is taken.</param>
    public static Column operator -(Column lhs, object? rhs) => lhs.Binary("-", rhs);

    /// <inheritdoc cref="Multiply" />
    /// <param name="lhs">One factor.</param>
    /// <param name="rhs">The other.</param>
    public static Column operator *(Column lhs, object? rhs) => lhs.Binary("*", rhs);

    /// <inheritdoc cref="Divide" />
    /// <param name="lhs">What is divided.</param>
    /// <param name="rhs">By what.</param>
    public static Column operator /(Column lhs, object? rhs) => lhs.Binary("/", rhs);

    /// <inheritdoc cref="Mod" />
    /// <param name="lhs">What is divided.</param>
    /// <param name="rhs">By what.</param>
    public static Column operator %(Column lhs, object? rhs) => lhs.Binary("%", rhs);

    /// <summary>Whether both are equal; null if one is null.</summary>
    /// <param name="rhs">The other.</param>
    /// <returns>The column of results.</returns>
    public Column EqualTo(object? rhs) => this == rhs;

    /// <summary>Whether they differ; null if one is null.</summary>
    /// <param name="rhs">The other.</param>
    /// <returns>The column of results.</returns>
    public Column NotEqual(object? rhs) => this != rhs;

    /// <summary>Whether both are equal, nulls being equal to each other.</summary>
    /// <param name="obj">The other.</param>
    /// <returns>The column of results, never null.</returns>
    public Column EqNullSafe(object? obj) => Binary("<=>", obj);

    /// <summary>Whether it is greater.</summary>
    /// <param name="rhs">Than what.</param>
    /// <returns>The column of results.</returns>
    public Column Gt(object? rhs) => this > rhs;

    /// <summary>Whether it is less.</summary>
    /// <param name="rhs">Than what.</param>
    /// <returns>The column of results.</returns>
    public Column Lt(object? rhs) => this < rhs;

    /// <summary>Whether it is less or equal.</summary>
    /// <param name="rhs">Than or to what.</param>
    /// <returns>The column of results.</returns>
    public Column Leq(object? rhs) => this <= rhs;

    /// <summary>Whether it is greater or equal.</summary>
    /// <param name="rhs">Than or to what.</param>
    /// <returns>The column of results.</returns>
    public Column Geq(object? rhs) => this >= rhs;

    /// <summary>Whether one of two conditions holds.</summary>
    /// <param name="other">The other condition.</param>
    /// <returns>The column of results.</returns>
    public Column Or(Column other) => this | other;

    /// <summary>Whether both conditions hold.</summary>
    /// <param name="other">The other condition.</param>
    /// <returns>The column of results.</returns>
    public Column And(Column other) => this & other;

    /// <summary>The sum.</summary>
    /// <param name="rhs">What is added.</param>
    /// <returns>The column of results.</returns>
    public Column Plus(object? rhs) => this + rhs;

    /// <summary>The difference.</summary>
    /// <param name="rhs">What is taken.</param>
    /// <returns>The column of results.</returns>
    public Column Minus(object? rhs) => this - rhs;

    /// <summary>The product.</summary>
    /// <param name="rhs">The other factor.</param>
    /// <returns>The column of results.</returns>
    public Column Multiply(object? rhs) => this * rhs;

    /// <summary>The quotient; for integers too it has a fraction.</summary>
    /// <param name="rhs">By what it is divided.</param>
    /// <returns>The column of results.</returns>
    public Column Divide(object? rhs) => this / rhs;

    /// <summary>The remainder.</summary>
    /// <param name="rhs">By what it is divided.</param>
    /// <returns>The column of results.</returns>
    public Column Mod(object? rhs) => this % rhs;

    /// <summary>The bits that are set in one of two integers.</summary>
    /// <param name="other">The other.</param>
    /// <returns>The column of results.</returns>
    public Column BitwiseOR(object? other) => Binary("|", other);

    /// <summary>The bits that are set in both of two integers.</summary>
    /// <param name="other">The other.</param>
    /// <returns>The column of results.</returns>
    public Column BitwiseAND(object? other) => Binary("&", other);

    /// <summary>The bits that are set in exactly one of two integers.</summary>
    /// <param name="other">The other.</param>
    /// <returns>The column of results.</returns>
    public Column BitwiseXOR(object? other) => Binary("^", other);

    private Column Binary(string function, object? other) => ExpressionFactory.Call(function, Expression, Arguments.Of(other));
}
