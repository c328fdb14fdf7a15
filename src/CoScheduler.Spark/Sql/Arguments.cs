using System.Runtime.CompilerServices;
using CoScheduler.Spark.Protocol;
using CoScheduler.Spark.Sql.Types;

namespace CoScheduler.Spark.Sql;

/// <summary>What callers give to functions, as Spark's arguments.</summary>
internal static class Arguments
{
    public static Expression Of(Column column, [CallerArgumentExpression(nameof(column))] string? name = null)
    {
        ArgumentNullException.ThrowIfNull(column, name);
        return column.Expression;
    }

    public static Expression[] Of(Column[] columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return Array.ConvertAll(columns, column => Of(column, nameof(columns)));
    }

    /// <summary>A column as it is, any other value as a literal.</summary>
    public static Expression Of(object? value) => value is Column column ? column.Expression : Literals.ToExpression(value);

    public static Expression Of(Func<Column, Column> function) => Lambdas.Of(function);

    public static Expression Of(Func<Column, Column, Column> function) => Lambdas.Of(function);

    public static Expression Of(Func<Column, Column, Column, Column> function) => Lambdas.Of(function);

    /// <summary>A schema, as functions read it: DDL in a text.</summary>
    public static Expression Of(Types.DataType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return Literals.ToExpression(type is StructType columns ? columns.ToDdl() : type.Ddl);
    }

    /// <summary>Options, as functions read them: a map of texts.</summary>
    public static Expression Of(IEnumerable<KeyValuePair<string, string>>? options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return ExpressionFactory.Function("map", [.. options.SelectMany(option => new[] { option.Key, option.Value }).Select(Literals.ToExpression)]);
    }

    public static Expression[] Values(object?[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Array.ConvertAll(values, Of);
    }

    /// <summary>A seed. Without one it is drawn here, so that the query gives the same rows each time that it runs.</summary>
    public static Expression Seed(long? seed) => Literals.ToExpression(seed ?? Random.Shared.NextInt64());

    public static Expression Named(string name) => ExpressionFactory.Attribute(name);

    public static Expression[] Named(string[] names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return Array.ConvertAll(names, Named);
    }

    /// <summary>The first column and those that follow, where a signature names the first alone.</summary>
    public static Expression[] Named(string first, string[] others) => [Named(first), .. Named(others)];
}
