using System.Globalization;
using System.Reflection;
using CoScheduler.Spark.Sql;
using CoScheduler.Spark.Sql.Types;
using Sparks = CoScheduler.Spark.Sql.Functions;

namespace CoScheduler.IntegrationTests.Spark.Functions;

/// <summary>A line of function-calls.txt: a method, its arguments in SQL, and what in SQL is the same.</summary>
/// <param name="Signature">The method and the types of its parameters.</param>
/// <param name="Arguments">The arguments, as SQL writes them.</param>
/// <param name="Sql">The same call in SQL.</param>
/// <param name="Note">How it is compared; empty for as it is.</param>
internal sealed record FunctionCall(string Signature, IReadOnlyList<string> Arguments, string Sql, string Note)
{
    private static readonly Dictionary<string, object> s_lambdas = new(StringComparer.Ordinal)
    {
        ["x -> x + 1"] = (Func<Column, Column>)(x => x + 1),
        ["x -> x > 1"] = (Func<Column, Column>)(x => x > 1),
        ["(x, y) -> x + y"] = (Func<Column, Column, Column>)((x, y) => x + y),
        ["(x, y) -> x > y"] = (Func<Column, Column, Column>)((x, y) => x > y),
        ["(x, y) -> y - x"] = (Func<Column, Column, Column>)((x, y) => y - x),
        ["(k, w) -> upper(k)"] = (Func<Column, Column, Column>)((k, _) => Sparks.Upper(k)),
        ["(k, w) -> w > 1"] = (Func<Column, Column, Column>)((_, w) => w > 1),
        ["(k, w) -> w + 1"] = (Func<Column, Column, Column>)((_, w) => w + 1),
        ["(k, x, y) -> coalesce(x, 0) + coalesce(y, 0)"] = (Func<Column, Column, Column, Column>)((_, x, y) =>
            Sparks.Coalesce(x, Sparks.Lit(0)) + Sparks.Coalesce(y, Sparks.Lit(0))),
    };

    /// <summary>Calls the method.</summary>
    public Column Invoke(MethodInfo method)
    {
        var parameters = method.GetParameters();
        var values = new object?[parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            values[i] = parameters[i].IsDefined(typeof(ParamArrayAttribute))
                ? List(Arguments.Skip(i), parameters[i].ParameterType.GetElementType()!)
                : i < Arguments.Count ? Value(Arguments[i], parameters[i].ParameterType) : parameters[i].DefaultValue;
        }

        return (Column)method.Invoke(null, values)!;
    }

    private static Array List(IEnumerable<string> arguments, Type type)
    {
        var values = arguments.Select(argument => Value(argument, type)).ToArray();
        var list = Array.CreateInstance(type, values.Length);
        Array.Copy(values, list, values.Length);
        return list;
    }

    private static object Value(string argument, Type type)
    {
        var target = Nullable.GetUnderlyingType(type) ?? type;
        return target switch
        {
            _ when target == typeof(Column) => Sparks.Expr(argument),
            _ when target == typeof(string) => Unquoted(argument),
            _ when target == typeof(object) => int.TryParse(argument, CultureInfo.InvariantCulture, out var number) ? number : Unquoted(argument),
            _ when target == typeof(double) => Number(argument),
            _ when target == typeof(double[]) => argument["array(".Length..^1].Split(',').Select(Number).ToArray(),
            _ when target == typeof(StructType) || target == typeof(DataType) => Schema(Unquoted(argument)),
            _ when target == typeof(IEnumerable<KeyValuePair<string, string>>) => Options(argument),
            _ when typeof(Delegate).IsAssignableFrom(target) => s_lambdas[argument],
            _ => Convert.ChangeType(argument, target, CultureInfo.InvariantCulture),
        };
    }

    private static double Number(string text) => double.Parse(text.Trim().TrimEnd('D'), CultureInfo.InvariantCulture);

    private static string Unquoted(string text) => text[0] == '\'' ? text[1..^1].Replace("''", "'", StringComparison.Ordinal) : text;

    private static StructType Schema(string ddl) => new(ddl.Split(", ").Select(part => part.Split(' ')).Select(part =>
        new StructField(part[0], part[1] == "INT" ? new IntegerType() : new StringType())));

    private static Dictionary<string, string> Options(string map)
    {
        var texts = map["map(".Length..^1].Split(',').Select(text => Unquoted(text.Trim())).ToArray();
        return texts.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);
    }
}
