namespace CoScheduler.Spark.Sql;

/// <summary>A file to bring to a session. Its first folder says what the server does with it (Spark's class ArtifactManager).</summary>
/// <param name="Name">The name on the server, with <c>/</c> between folders: <c>jars/</c>, <c>classes/</c>, <c>files/</c>, <c>archives/</c> or <c>pyfiles/</c> first.</param>
/// <param name="Open">Opens its bytes; they are read once, as they are sent, and need a length that is known.</param>
public sealed record Artifact(string Name, Func<Stream> Open)
{
    /// <summary>Classes for SQL functions and sources of data; they are seen by this session alone.</summary>
    /// <param name="path">The jar, on this machine.</param>
    /// <returns>The artifact.</returns>
    public static Artifact Jar(string path) => At("jars", path);

    /// <summary>A file that tasks find by its name (Spark's SparkFiles).</summary>
    /// <param name="path">The file, on this machine.</param>
    /// <returns>The artifact.</returns>
    public static Artifact File(string path) => At("files", path);

    /// <summary>An archive that is unpacked beside each task.</summary>
    /// <param name="path">The archive, on this machine.</param>
    /// <param name="folder">The folder that it is unpacked to; null for its own name.</param>
    /// <returns>The artifact.</returns>
    public static Artifact Archive(string path, string? folder = null) =>
        At("archives", path) is var archive && folder is null ? archive : archive with { Name = $"{archive.Name}#{folder}" };

    /// <summary>Bytes that are in memory.</summary>
    /// <param name="name">The name on the server, folder included.</param>
    /// <param name="bytes">The bytes.</param>
    /// <returns>The artifact.</returns>
    public static Artifact Bytes(string name, byte[] bytes) => new(name, () => new MemoryStream(bytes, writable: false));

    /// <summary>A file by its ending: a jar, a class by its name alone, or else a file for tasks.</summary>
    /// <param name="path">The file, on this machine.</param>
    /// <returns>The artifact.</returns>
    public static Artifact Of(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".jar" => Jar(path),
        ".class" => At("classes", path),
        ".py" or ".egg" => At("pyfiles", path),
        ".zip" or ".tgz" => Archive(path),
        _ => File(path),
    };

    private static Artifact At(string folder, string path) => new($"{folder}/{Path.GetFileName(path)}", () => System.IO.File.OpenRead(path));
}
