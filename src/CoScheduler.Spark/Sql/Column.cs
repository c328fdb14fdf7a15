using CoScheduler.Spark.Protocol;
using ExprCase = CoScheduler.Spark.Protocol.Expression.ExprTypeOneofCase;

namespace CoScheduler.Spark.Sql;

/// <summary>
/// An expression over the columns of a query. It never changes; each method gives another. Where a method takes an <see cref="object"/>, a column stands for
/// itself and anything else for its value, as <see cref="Functions.Lit"/> takes it.
/// </summary>
public sealed partial class Column
{
    internal Column(Expression expression) => Expression = expression;

    internal Expression Expression { get; }

    /// <summary>Gives it a name in the result.</summary>
    /// <param name="alias">The name.</param>
    /// <returns>The column of that name.</returns>
    public Column As(string alias) => Named([alias]);

    /// <summary>Names the several columns that it makes, as <see cref="Functions.PosExplode"/> does.</summary>
    /// <param name="alias">The names, in order.</param>
    /// <returns>The columns of those names.</returns>
    public Column As(IEnumerable<string> alias) => Named([.. alias]);

    /// <summary>Gives it a name in the result and notes something beside it.</summary>
    /// <param name="alias">The name.</param>
    /// <param name="metadata">What is noted, a JSON object.</param>
    /// <returns>The column of that name.</returns>
    public Column As(string alias, string metadata)
    {
        var named = Named([alias]);
        named.Expression.Alias.Metadata = metadata;
        return named;
    }

    /// <inheritdoc cref="As(string)" />
    public Column Alias(string alias) => As(alias);

    /// <inheritdoc cref="As(string)" />
    public Column Name(string alias) => As(alias);

    /// <summary>Converts it to a type; what cannot be converted fails the query, or is null if <c>spark.sql.ansi.enabled</c> is false.</summary>
    /// <param name="to">The type as DDL writes it, for example <c>decimal(10,2)</c>.</param>
    /// <returns>The converted column.</returns>
    public Column Cast(string to) => new(new Expression { Cast = new() { Expr = Expression, TypeStr = to } });

    /// <summary>Converts it to a type; what cannot be converted fails the query, or is null if <c>spark.sql.ansi.enabled</c> is false.</summary>
    /// <param name="to">The type.</param>
    /// <returns>The converted column.</returns>
    public Column Cast(Types.DataType to)
    {
        ArgumentNullException.ThrowIfNull(to);
        return Cast(to.Ddl);
    }

    /// <summary>Converts it to a type; what cannot be converted is null.</summary>
    /// <param name="to">The type as DDL writes it.</param>
    /// <returns>The converted column.</returns>
    public Column TryCast(string to) =>
        new(new Expression { Cast = new() { Expr = Expression, TypeStr = to, EvalMode = Expression.Types.Cast.Types.EvalMode.Try } });

    /// <summary>Converts it to a type; what cannot be converted is null.</summary>
    /// <param name="to">The type.</param>
    /// <returns>The converted column.</returns>
    public Column TryCast(Types.DataType to)
    {
        ArgumentNullException.ThrowIfNull(to);
        return TryCast(to.Ddl);
    }

    /// <summary>Adds a further case to those of <see cref="Functions.When"/>.</summary>
    /// <param name="condition">When the case is.</param>
    /// <param name="value">The value then.</param>
    /// <returns>The column with the case.</returns>
    /// <exception cref="InvalidOperationException">It was not made by <see cref="Functions.When"/>, or <see cref="Otherwise"/> has ended the cases.</exception>
    public Column When(Column condition, object? value) =>
        ExpressionFactory.Call("when", [.. Cases(nameof(When)), Arguments.Of(condition), Arguments.Of(value)]);

    /// <summary>Says what the value is in no case of <see cref="Functions.When"/>; without it, it is null.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The column with all cases.</returns>
    /// <exception cref="InvalidOperationException">It was not made by <see cref="Functions.When"/>, or was called already.</exception>
    public Column Otherwise(object? value) => ExpressionFactory.Call("when", [.. Cases(nameof(Otherwise)), Arguments.Of(value)]);

    /// <summary>An element of an array by its index from 0, a value of a map by its key, or a part of a struct by its name.</summary>
    /// <param name="key">The index, key or name.</param>
    /// <returns>The column of what is there.</returns>
    public Column GetItem(object key) => new(new Expression { UnresolvedExtractValue = new() { Child = Expression, Extraction = Arguments.Of(key) } });

    /// <inheritdoc cref="GetItem" />
    /// <param name="extraction">The index, key or name.</param>
    public Column Apply(object extraction) => GetItem(extraction);

    /// <summary>A part of a struct.</summary>
    /// <param name="fieldName">Its name.</param>
    /// <returns>The column of that part.</returns>
    public Column GetField(string fieldName) => GetItem(fieldName);

    /// <summary>A struct with a part added, or in place of the one of that name.</summary>
    /// <param name="fieldName">The part's name; dots lead into nested structs.</param>
    /// <param name="column">The part's value.</param>
    /// <returns>The column of such structs.</returns>
    public Column WithField(string fieldName, Column column) => new(new Expression
    {
        UpdateFields = new() { StructExpression = Expression, FieldName = fieldName, ValueExpression = Arguments.Of(column) },
    });

    /// <summary>A struct without some of its parts.</summary>
    /// <param name="fieldNames">The parts' names; dots lead into nested structs.</param>
    /// <returns>The column of such structs.</returns>
    public Column DropFields(params string[] fieldNames) => new(fieldNames.Aggregate(
        Expression,
        (structs, name) => new Expression { UpdateFields = new() { StructExpression = structs, FieldName = name } }));

    /// <summary>Gives it to a function, so that calls can be chained.</summary>
    /// <param name="func">The function.</param>
    /// <returns>What the function gave.</returns>
    public Column Transform(Func<Column, Column> func)
    {
        ArgumentNullException.ThrowIfNull(func);
        return func(this);
    }

    /// <summary>Writes the expression to the console.</summary>
    /// <param name="extended">Whether as the tree that is sent to the server, in JSON.</param>
    public void Explain(bool extended = false) => Console.WriteLine(extended ? Expression.ToString() : ToString());

    /// <summary>Whether the other is an equal expression. <c>==</c> makes a column instead, as in SQL.</summary>
    /// <param name="obj">The other.</param>
    /// <returns>Whether they are equal.</returns>
    public override bool Equals(object? obj) => obj is Column other && Expression.Equals(other.Expression);

    /// <inheritdoc />
    public override int GetHashCode() => Expression.GetHashCode();

    /// <summary>The expression, much as SQL writes it.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => ExpressionText.Of(Expression);

    private Column Named(string[] names)
    {
        var alias = new Expression.Types.Alias { Expr = Expression };
        alias.Name.Add(names);
        return new Column(new Expression { Alias = alias });
    }

    private IReadOnlyList<Expression> Cases(string method)
    {
        var call = Expression.ExprTypeCase == ExprCase.UnresolvedFunction ? Expression.UnresolvedFunction : null;
        return call is { FunctionName: "when" } && call.Arguments.Count % 2 == 0
            ? call.Arguments
            : throw new InvalidOperationException($"{method} continues the cases of Functions.When; this column is {this}.");
    }
}
