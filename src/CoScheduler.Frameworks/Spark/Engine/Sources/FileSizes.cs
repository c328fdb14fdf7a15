namespace CoScheduler.Frameworks.Spark;

/// <summary>How large the sources of analyses are.</summary>
internal static class FileSizes
{
    /// <summary>The bytes of a file, or of all files below a folder; 0 for what is not there.</summary>
    public static long Of(string path) => Directory.Exists(path)
        ? new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length)
        : File.Exists(path) ? new FileInfo(path).Length : 0;
}
