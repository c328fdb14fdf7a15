using System.Collections.Immutable;

namespace CoScheduler.Frameworks.Spark;

/// <summary>A Spark and the Java that runs it, looked at once and found usable.</summary>
public sealed record SparkInstallation
{
    /// <summary>The oldest Spark that is supported: the first whose Connect server and decommissioning work as needed here.</summary>
    public static readonly Version OldestSpark = new(4, 2, 0);

    /// <summary>The oldest Java that Spark 4 runs on.</summary>
    public const int OldestJava = 17;

    /// <summary>Spark's home.</summary>
    public required string Home { get; init; }

    /// <summary>Spark's version, from the name of its core jar.</summary>
    public required Version Version { get; init; }

    /// <summary>The Scala version in the names of its jars, for example <c>2.13</c>.</summary>
    public required string ScalaVersion { get; init; }

    /// <summary>The <c>java</c> program.</summary>
    public required string Java { get; init; }

    /// <summary>Its feature version, for example 17.</summary>
    public required int JavaVersion { get; init; }

    /// <summary>The flags that Spark's own launcher gives a JVM, class path and heap left out.</summary>
    public required ImmutableArray<string> JvmFlags { get; init; }

    /// <summary>Spark's jars, full paths, in the order of their names.</summary>
    public required ImmutableArray<string> Jars { get; init; }

    /// <summary>Looks at a Spark and its Java.</summary>
    /// <param name="home">Spark's home: what <c>SPARK_HOME</c> or <c>--spark</c> says; null if nothing does.</param>
    /// <param name="javaHome">Java's home: what <c>JAVA_HOME</c> says; null looks for <c>java</c> on the path.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The installation, or what is wrong with it.</returns>
    public static Task<SparkProbe> ProbeAsync(string? home, string? javaHome, CancellationToken cancellationToken) =>
        InstallationProbe.RunAsync(home, javaHome, Environment.GetEnvironmentVariable("PATH"), cancellationToken);
}

/// <summary>What came of looking at a Spark.</summary>
/// <param name="Installation">What was found; null if it can't be used.</param>
/// <param name="Fault">Why it can't be used; null if it can.</param>
public sealed record SparkProbe(SparkInstallation? Installation, SparkFault? Fault);

/// <summary>Why a Spark can't be used.</summary>
/// <param name="Code"><c>spark_home_invalid</c>, <c>spark_too_old</c>, <c>java_missing</c> or <c>java_too_old</c>.</param>
/// <param name="Detail">One sentence that says what to do.</param>
public sealed record SparkFault(string Code, string Detail);
