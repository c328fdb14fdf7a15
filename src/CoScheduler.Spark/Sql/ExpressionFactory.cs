using CoScheduler.Spark.Protocol;

namespace CoScheduler.Spark.Sql;

/// <summary>Makes the messages of expressions. They are never changed after they were made, so trees may share them.</summary>
internal static class ExpressionFactory
{
    public static Column Call(string function, params ReadOnlySpan<Expression> arguments) => new(Function(function, arguments));

    public static Column Distinct(string function, params ReadOnlySpan<Expression> arguments)
    {
        var call = Function(function, arguments);
        call.UnresolvedFunction.IsDistinct = true;
        return new Column(call);
    }

    public static Expression Function(string function, params ReadOnlySpan<Expression> arguments)
    {
        var call = new Expression.Types.UnresolvedFunction { FunctionName = function };
        foreach (var argument in arguments)
        {
            call.Arguments.Add(argument);
        }

        return new Expression { UnresolvedFunction = call };
    }

    /// <summary>A column by its name: all columns for <c>*</c>, those of a table for <c>table.*</c>.</summary>
    /// <param name="name">The name.</param>
    /// <param name="planId">The query that it is of, where names alone would not tell; null for any.</param>
    public static Expression Attribute(string name, long? planId = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name == "*" || name.EndsWith(".*", StringComparison.Ordinal))
        {
            return Star(name, planId);
        }

        var attribute = new Expression.Types.UnresolvedAttribute { UnparsedIdentifier = name };
        if (planId is { } id)
        {
            attribute.PlanId = id;
        }

        return new Expression { UnresolvedAttribute = attribute };
    }

    /// <summary>As an order to sort by: ascending, unless it says otherwise.</summary>
    public static Expression.Types.SortOrder Order(Expression expression) =>
        expression.ExprTypeCase == Expression.ExprTypeOneofCase.SortOrder
            ? expression.SortOrder
            : new Expression.Types.SortOrder
            {
                Child = expression,
                Direction = Expression.Types.SortOrder.Types.SortDirection.Ascending,
                NullOrdering = Expression.Types.SortOrder.Types.NullOrdering.SortNullsFirst,
            };

    private static Expression Star(string name, long? planId)
    {
        var star = new Expression.Types.UnresolvedStar();
        if (name != "*")
        {
            star.UnparsedTarget = name;
        }

        if (planId is { } id)
        {
            star.PlanId = id;
        }

        return new Expression { UnresolvedStar = star };
    }
}
