using System.Collections.Immutable;

namespace CoScheduler.Frameworks.Spark;

/// <summary>Judges a Spark home and its Java, the cheap things first.</summary>
internal static class InstallationProbe
{
    private const string ExecutorClass = "org.apache.spark.executor.CoarseGrainedExecutorBackend";

    public static async Task<SparkProbe> RunAsync(string? home, string? javaHome, string? path, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(home))
        {
            return Fault("spark_home_invalid", "No Spark is configured: set SPARK_HOME or --spark to the folder of a Spark 4.2 or newer.");
        }

        var jars = SparkJars.Read(home, out var fault);
        if (jars is null)
        {
            return new SparkProbe(null, fault);
        }

        if (jars.Version < SparkInstallation.OldestSpark)
        {
            return Fault("spark_too_old", $"Spark {jars.Version} in {home} is too old: point SPARK_HOME at Spark {SparkInstallation.OldestSpark.ToString(2)} or newer.");
        }

        var java = JavaProgram.Find(javaHome, path);
        if (java is null)
        {
            return Fault("java_missing", $"No java was found {(javaHome is null ? "on the PATH" : $"in {javaHome}/bin")}: install Java {SparkInstallation.OldestJava} or newer, or set JAVA_HOME.");
        }

        return await WithJavaAsync(home, jars, java, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<SparkProbe> WithJavaAsync(string home, SparkJars jars, string java, CancellationToken cancellationToken)
    {
        var said = await ProbeProcess.RunAsync(java, ["-version"], [], cancellationToken).ConfigureAwait(false);
        if (said is null || JavaProgram.ReadVersion(said.Error) is not { } version)
        {
            return Fault("java_missing", $"{java} does not answer as a Java: install Java {SparkInstallation.OldestJava} or newer, or set JAVA_HOME.");
        }

        if (version < SparkInstallation.OldestJava)
        {
            return Fault("java_too_old", $"Java {version} ({java}) is too old for Spark {jars.Version}: set JAVA_HOME to Java {SparkInstallation.OldestJava} or newer.");
        }

        var flags = await ReadFlagsAsync(home, jars, java, cancellationToken).ConfigureAwait(false);
        return flags is null
            ? Fault("spark_home_invalid", $"Spark's launcher in {home}/jars does not run: the folder is not a whole Spark.")
            : new SparkProbe(Describe(home, jars, java, version, flags.Value), null);
    }

    private static SparkInstallation Describe(string home, SparkJars jars, string java, int version, ImmutableArray<string> flags) => new()
    {
        Home = Path.GetFullPath(home),
        Version = jars.Version,
        ScalaVersion = jars.ScalaVersion,
        Java = java,
        JavaVersion = version,
        JvmFlags = flags,
        Jars = jars.Files,
    };

    /// <summary>
    /// Spark's launcher prints the command that it would run, its parts separated by NUL (bin/spark-class reads it so). It
    /// knows which flags its version needs; a list of ours would go stale.
    /// </summary>
    private static async Task<ImmutableArray<string>?> ReadFlagsAsync(string home, SparkJars jars, string java, CancellationToken cancellationToken)
    {
        var said = await ProbeProcess.RunAsync(
            java,
            ["-Xmx64m", "-cp", jars.Launcher, "org.apache.spark.launcher.Main", ExecutorClass],
            [new("SPARK_HOME", Path.GetFullPath(home)), new("SPARK_SCALA_VERSION", jars.ScalaVersion)],
            cancellationToken).ConfigureAwait(false);
        if (said is not { ExitCode: 0 })
        {
            return null;
        }

        var parts = said.Output.Split(['\0', '\n'], StringSplitOptions.RemoveEmptyEntries);
        return JavaProgram.SelectFlags(parts, ExecutorClass);
    }

    private static SparkProbe Fault(string code, string detail) => new(null, new SparkFault(code, detail));
}
