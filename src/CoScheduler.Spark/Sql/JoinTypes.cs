using Type = CoScheduler.Spark.Protocol.Join.Types.JoinType;

namespace CoScheduler.Spark.Sql;

/// <summary>The names of joins, as Spark reads them: any case, underscores or not.</summary>
internal static class JoinTypes
{
    public const string Inner = "inner";
    public const string Cross = "cross";

    public static Type Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant() switch
        {
            Inner => Type.Inner,
            Cross => Type.Cross,
            "outer" or "full" or "fullouter" => Type.FullOuter,
            "left" or "leftouter" => Type.LeftOuter,
            "right" or "rightouter" => Type.RightOuter,
            "semi" or "leftsemi" => Type.LeftSemi,
            "anti" or "leftanti" => Type.LeftAnti,
            _ => throw new ArgumentException($"There is no join '{name}'; there are inner, cross, outer, left, right, semi and anti.", nameof(name)),
        };
    }
}
