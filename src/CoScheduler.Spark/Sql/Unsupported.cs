namespace CoScheduler.Spark.Sql;

/// <summary>What Spark Connect cannot do, and what to do instead.</summary>
internal static class Unsupported
{
    public static NotSupportedException Code(string what, string instead) =>
        new($"{what} would run C# on Spark's executors, which have no .NET. Instead: {instead}.");

    public static NotSupportedException Context(string what, string instead) =>
        new($"{what} is of the JVM beside a program; over Spark Connect there is none. Instead: {instead}.");
}
