namespace CoScheduler.Embedded.DuckDb;

/// <summary>What tells that a file, or a folder of files, has changed.</summary>
/// <param name="Files">How many files.</param>
/// <param name="Bytes">Their size in all.</param>
/// <param name="LastWriteTicks">When the youngest was written.</param>
internal readonly record struct FileStamp(int Files, long Bytes, long LastWriteTicks)
{
    /// <summary>A file's or a folder's.</summary>
    /// <exception cref="FileNotFoundException">There is nothing.</exception>
    public static FileStamp Of(string path)
    {
        var file = new FileInfo(path);
        if (file.Exists)
        {
            return new FileStamp(1, file.Length, file.LastWriteTimeUtc.Ticks);
        }

        var folder = new DirectoryInfo(path);
        if (!folder.Exists)
        {
            throw new FileNotFoundException($"There is no file or folder {path}.", path);
        }

        var stamp = default(FileStamp);
        foreach (var entry in folder.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            stamp = new FileStamp(stamp.Files + 1, stamp.Bytes + entry.Length, Math.Max(stamp.LastWriteTicks, entry.LastWriteTimeUtc.Ticks));
        }

        return stamp;
    }
}
