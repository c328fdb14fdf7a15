using CoScheduler.Spark.Protocol;

namespace CoScheduler.Spark.Sql;

/// <summary>
/// The functions of Spark SQL. What an argument means is said once, here: a <see cref="Sql.Column"/> is looked at row by row, any other value is a constant.
/// </summary>
public static partial class Functions
{
    /// <summary>A column by its name.</summary>
    /// <param name="columnName">The name; <c>*</c> for all columns, a dot before a part of a struct, backquotes around a name with dots in it.</param>
    /// <returns>The column.</returns>
    public static Column Column(string columnName) => new(ExpressionFactory.Attribute(columnName));

    /// <inheritdoc cref="Column" />
    public static Column Col(string columnName) => Column(columnName);

    /// <summary>A constant.</summary>
    /// <param name="literal">
    /// Null, a boolean, a number, text, bytes, <see cref="DateOnly"/>, <see cref="DateTimeOffset"/>, <see cref="DateTime"/> (without a zone: timestamp_ntz),
    /// <see cref="TimeSpan"/>, <see cref="TimeOnly"/>, <see cref="YearMonthInterval"/>, or a list of one of them; a column stands for itself.
    /// </param>
    /// <returns>The column that has it in each row.</returns>
    /// <exception cref="ArgumentException">It is of a type that Spark has not.</exception>
    public static Column Lit(object? literal) => literal as Column ?? new Column(Literals.ToExpression(literal));

    /// <summary>An expression in SQL.</summary>
    /// <param name="expr">The text.</param>
    /// <returns>The column of it.</returns>
    public static Column Expr(string expr) => new(new Expression { ExpressionString = new() { Expression = expr } });

    /// <summary>A value under a condition; <see cref="Column.When"/> adds further ones and <see cref="Column.Otherwise"/> ends them.</summary>
    /// <param name="condition">When it has the value.</param>
    /// <param name="value">The value then; null elsewhere.</param>
    /// <returns>The column.</returns>
    public static Column When(Column condition, object? value) =>
        ExpressionFactory.Call("when", Arguments.Of(condition), Arguments.Of(value));

    /// <summary>Whether a condition does not hold.</summary>
    /// <param name="column">The condition.</param>
    /// <returns>The column of results.</returns>
    public static Column Not(Column column) => !column;

    /// <summary>Less than nothing by as much.</summary>
    /// <param name="column">The number or interval.</param>
    /// <returns>The column of results.</returns>
    public static Column Negate(Column column) => -column;

    /// <summary>Ascending, nulls first.</summary>
    /// <param name="columnName">The column to sort by.</param>
    /// <returns>The order.</returns>
    public static Column Asc(string columnName) => Column(columnName).Asc();

    /// <summary>Ascending, nulls first.</summary>
    /// <param name="columnName">The column to sort by.</param>
    /// <returns>The order.</returns>
    public static Column AscNullsFirst(string columnName) => Column(columnName).AscNullsFirst();

    /// <summary>Ascending, nulls last.</summary>
    /// <param name="columnName">The column to sort by.</param>
    /// <returns>The order.</returns>
    public static Column AscNullsLast(string columnName) => Column(columnName).AscNullsLast();

    /// <summary>Descending, nulls last.</summary>
    /// <param name="columnName">The column to sort by.</param>
    /// <returns>The order.</returns>
    public static Column Desc(string columnName) => Column(columnName).Desc();

    /// <summary>Descending, nulls first.</summary>
    /// <param name="columnName">The column to sort by.</param>
    /// <returns>The order.</returns>
    public static Column DescNullsFirst(string columnName) => Column(columnName).DescNullsFirst();

    /// <summary>Descending, nulls last.</summary>
    /// <param name="columnName">The column to sort by.</param>
    /// <returns>The order.</returns>
    public static Column DescNullsLast(string columnName) => Column(columnName).DescNullsLast();

    /// <summary>Says that a query is small enough to be sent whole to each executor when it is joined.</summary>
    /// <param name="df">The query.</param>
    /// <returns>The query with the hint.</returns>
    public static DataFrame Broadcast(DataFrame df)
    {
        ArgumentNullException.ThrowIfNull(df);
        return df.Hint("broadcast");
    }

    /// <summary>The first row of the partition, as the start of <see cref="Expressions.WindowSpec.RangeBetween(Sql.Column, Sql.Column)"/>.</summary>
    /// <returns>The bound.</returns>
    public static Column UnboundedPreceding() => ExpressionFactory.Call(WindowBounds.UnboundedPreceding);

    /// <summary>The last row of the partition, as the end of <see cref="Expressions.WindowSpec.RangeBetween(Sql.Column, Sql.Column)"/>.</summary>
    /// <returns>The bound.</returns>
    public static Column UnboundedFollowing() => ExpressionFactory.Call(WindowBounds.UnboundedFollowing);

    /// <summary>The row itself, as a bound of <see cref="Expressions.WindowSpec.RangeBetween(Sql.Column, Sql.Column)"/>.</summary>
    /// <returns>The bound.</returns>
    public static Column CurrentRow() => ExpressionFactory.Call(WindowBounds.CurrentRow);

    /// <summary>Calls a function by its name: one of Spark's, of SQL's <c>CREATE FUNCTION</c>, or of a Java class.</summary>
    /// <param name="functionName">The name; dots lead through catalogs and databases.</param>
    /// <param name="columns">Its arguments.</param>
    /// <returns>The column of its results.</returns>
    public static Column CallFunction(string functionName, params Column[] columns)
    {
        var call = new CallFunction { FunctionName = functionName };
        call.Arguments.Add(Arguments.Of(columns));
        return new Column(new Expression { CallFunction = call });
    }

    /// <inheritdoc cref="CallFunction" />
    /// <param name="udfName">The name.</param>
    /// <param name="columns">Its arguments.</param>
    public static Column CallUDF(string udfName, params Column[] columns) => CallFunction(udfName, columns);

    /// <inheritdoc cref="CallFunction" />
    /// <param name="udfName">The name.</param>
    /// <param name="columns">Its arguments.</param>
    public static Column Call_UDF(string udfName, params Column[] columns) => CallFunction(udfName, columns);
}
