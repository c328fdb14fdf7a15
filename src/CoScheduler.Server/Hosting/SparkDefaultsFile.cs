namespace CoScheduler.Server.Hosting;

/// <summary>The settings that every Spark driver starts from.</summary>
internal static class SparkDefaultsFile
{
    private const string Name = "spark-defaults.conf";

    /// <summary>The file in the current folder, else the one beside the program, else none.</summary>
    public static string? Find() => new[] { Name, Path.Combine(AppContext.BaseDirectory, Name) }.FirstOrDefault(File.Exists);
}
