using System.Globalization;
using CoScheduler.Spark.Protocol;

namespace CoScheduler.Spark.Sql;

/// <summary>Functions over columns as lambda functions of Spark's: called once, with variables in place of values.</summary>
internal static class Lambdas
{
    private static long s_lastVariable;

    public static Expression Of(Func<Column, Column> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        var x = Variable("x");
        return Lambda(function(new Column(x)), x);
    }

    public static Expression Of(Func<Column, Column, Column> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        var (x, y) = (Variable("x"), Variable("y"));
        return Lambda(function(new Column(x), new Column(y)), x, y);
    }

    public static Expression Of(Func<Column, Column, Column, Column> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        var (x, y, z) = (Variable("x"), Variable("y"), Variable("z"));
        return Lambda(function(new Column(x), new Column(y), new Column(z)), x, y, z);
    }

    private static Expression Lambda(Column body, params ReadOnlySpan<Expression> variables)
    {
        var lambda = new Expression.Types.LambdaFunction { Function = Arguments.Of(body) };
        foreach (var variable in variables)
        {
            lambda.Arguments.Add(variable.UnresolvedNamedLambdaVariable);
        }

        return new Expression { LambdaFunction = lambda };
    }

    // A name of its own each time, so that a lambda inside another does not hide its variables.
    private static Expression Variable(string name)
    {
        var number = Interlocked.Increment(ref s_lastVariable);
        var variable = new Expression.Types.UnresolvedNamedLambdaVariable();
        variable.NameParts.Add(string.Create(CultureInfo.InvariantCulture, $"{name}_{number}"));
        return new Expression { UnresolvedNamedLambdaVariable = variable };
    }
}
