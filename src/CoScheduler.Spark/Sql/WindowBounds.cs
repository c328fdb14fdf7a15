using CoScheduler.Spark.Protocol;

namespace CoScheduler.Spark.Sql;

/// <summary>The ends of windows that are written as calls without arguments. Only <see cref="Expressions.WindowSpec"/> understands them.</summary>
internal static class WindowBounds
{
    public const string UnboundedPreceding = "unbounded preceding";
    public const string UnboundedFollowing = "unbounded following";
    public const string CurrentRow = "current row";

    public static string? NameOf(Expression bound) =>
        bound.ExprTypeCase == Expression.ExprTypeOneofCase.UnresolvedFunction && bound.UnresolvedFunction.Arguments.Count == 0
            ? bound.UnresolvedFunction.FunctionName
            : null;
}
