using System.Globalization;
using CoScheduler.Spark.Protocol;
using Case = CoScheduler.Spark.Protocol.Expression.ExprTypeOneofCase;
using LiteralCase = CoScheduler.Spark.Protocol.Expression.Types.Literal.LiteralTypeOneofCase;

namespace CoScheduler.Spark.Sql;

/// <summary>Expressions as people read them, near to SQL.</summary>
internal static class ExpressionText
{
    public static string Of(Expression expression) => expression.ExprTypeCase switch
    {
        Case.Literal => Literal(expression.Literal),
        Case.UnresolvedAttribute => expression.UnresolvedAttribute.UnparsedIdentifier,
        Case.UnresolvedFunction => Function(expression.UnresolvedFunction),
        Case.CallFunction => $"{expression.CallFunction.FunctionName}({List(expression.CallFunction.Arguments)})",
        Case.ExpressionString => expression.ExpressionString.Expression,
        Case.UnresolvedStar => expression.UnresolvedStar.HasUnparsedTarget ? expression.UnresolvedStar.UnparsedTarget : "*",
        Case.Alias => $"{Of(expression.Alias.Expr)} AS {string.Join(", ", expression.Alias.Name)}",
        Case.Cast => $"CAST({Of(expression.Cast.Expr)} AS {expression.Cast.TypeStr})",
        Case.UnresolvedRegex => expression.UnresolvedRegex.ColName,
        Case.SortOrder => Order(expression.SortOrder),
        Case.LambdaFunction => $"({List(expression.LambdaFunction.Arguments.Select(Variable))}) -> {Of(expression.LambdaFunction.Function)}",
        Case.UnresolvedNamedLambdaVariable => Variable(expression.UnresolvedNamedLambdaVariable),
        Case.Window => Window(expression.Window),
        Case.UnresolvedExtractValue => $"{Of(expression.UnresolvedExtractValue.Child)}[{Of(expression.UnresolvedExtractValue.Extraction)}]",
        _ => expression.ToString(),
    };

    private static string Function(Expression.Types.UnresolvedFunction call) => call.Arguments.Count == 2 && !char.IsAsciiLetter(call.FunctionName[0])
        ? $"({Of(call.Arguments[0])} {call.FunctionName} {Of(call.Arguments[1])})"
        : $"{call.FunctionName}({(call.IsDistinct ? "DISTINCT " : "")}{List(call.Arguments)})";

    private static string Order(Expression.Types.SortOrder order)
    {
        var direction = order.Direction == Expression.Types.SortOrder.Types.SortDirection.Descending ? "DESC" : "ASC";
        var nulls = order.NullOrdering == Expression.Types.SortOrder.Types.NullOrdering.SortNullsLast ? "LAST" : "FIRST";
        return $"{Of(order.Child)} {direction} NULLS {nulls}";
    }

    private static string Window(Expression.Types.Window window)
    {
        var partition = window.PartitionSpec.Count == 0 ? "" : $"PARTITION BY {List(window.PartitionSpec)}";
        var order = window.OrderSpec.Count == 0 ? "" : $"ORDER BY {List(window.OrderSpec.Select(Order))}";
        return $"{Of(window.WindowFunction)} OVER ({partition}{(partition.Length > 0 && order.Length > 0 ? " " : "")}{order})";
    }

    private static string Variable(Expression.Types.UnresolvedNamedLambdaVariable variable) => string.Join('.', variable.NameParts);

    private static string Literal(Expression.Types.Literal literal) => literal.LiteralTypeCase switch
    {
        LiteralCase.Null => "NULL",
        LiteralCase.Boolean => literal.Boolean ? "true" : "false",
        LiteralCase.Byte => literal.Byte.ToString(CultureInfo.InvariantCulture),
        LiteralCase.Short => literal.Short.ToString(CultureInfo.InvariantCulture),
        LiteralCase.Integer => literal.Integer.ToString(CultureInfo.InvariantCulture),
        LiteralCase.Long => literal.Long.ToString(CultureInfo.InvariantCulture),
        LiteralCase.Float => literal.Float.ToString(CultureInfo.InvariantCulture),
        LiteralCase.Double => literal.Double.ToString(CultureInfo.InvariantCulture),
        LiteralCase.Decimal => literal.Decimal.Value,
        LiteralCase.String => literal.String,
        _ => literal.ToString(),
    };

    private static string List(IEnumerable<Expression> expressions) => List(expressions.Select(Of));

    private static string List(IEnumerable<string> texts) => string.Join(", ", texts);
}
