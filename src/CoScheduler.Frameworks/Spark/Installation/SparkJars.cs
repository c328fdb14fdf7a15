using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace CoScheduler.Frameworks.Spark;

/// <summary>What the <c>jars</c> folder of a Spark home tells.</summary>
internal sealed partial record SparkJars(Version Version, string ScalaVersion, string Launcher, ImmutableArray<string> Files)
{
    public static SparkJars? Read(string home, out SparkFault? fault)
    {
        var folder = Path.Combine(home, "jars");
        if (!Directory.Exists(folder))
        {
            fault = Invalid(Directory.Exists(home) ? $"{home} has no jars folder" : $"{home} does not exist");
            return null;
        }

        var files = Directory.EnumerateFiles(Path.GetFullPath(folder), "*.jar").Order(StringComparer.Ordinal).ToImmutableArray();
        var core = files.Select(file => CoreJar().Match(Path.GetFileName(file))).FirstOrDefault(match => match.Success);
        var launcher = Find(files, "spark-launcher_");
        if (core is null || launcher is null)
        {
            fault = Invalid($"{folder} has no spark-core or no spark-launcher jar");
            return null;
        }

        if (Find(files, "spark-connect_") is null)
        {
            fault = Invalid($"{folder} has no spark-connect jar");
            return null;
        }

        fault = null;
        return new SparkJars(Version.Parse(core.Groups["version"].Value), core.Groups["scala"].Value, launcher, files);
    }

    private static string? Find(ImmutableArray<string> files, string prefix) =>
        files.FirstOrDefault(file => Path.GetFileName(file).StartsWith(prefix, StringComparison.Ordinal));

    private static SparkFault Invalid(string why) =>
        new("spark_home_invalid", $"{why}: set SPARK_HOME or --spark to the folder of a Spark 4.2 or newer.");

    [GeneratedRegex(@"^spark-core_(?<scala>[0-9.]+)-(?<version>\d+\.\d+\.\d+).*\.jar$", RegexOptions.ExplicitCapture)]
    private static partial Regex CoreJar();
}
