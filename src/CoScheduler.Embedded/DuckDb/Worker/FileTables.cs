namespace CoScheduler.Embedded.DuckDb;

/// <summary>
/// File sources as tables in memory, read once and again when a file has changed. Analyses that read the same file
/// share its table. <see cref="Refresh"/> is called by one thread at a time.
/// </summary>
internal sealed class FileTables(Database database)
{
    private readonly Dictionary<(string Path, string Format), FileTable> _tables = [];
    private int _made;

    public FileTable Get(string path, string format)
    {
        lock (_tables)
        {
            if (!_tables.TryGetValue((path, format), out var table))
            {
                table = new FileTable(path, format, $"main.file_{_made++}");
                _tables.Add((path, format), table);
            }

            return table;
        }
    }

    /// <summary>Reads the file, if it has changed.</summary>
    /// <exception cref="SourceException">It can't be read.</exception>
    public void Refresh(FileTable table)
    {
        var stamp = table.CurrentStamp();
        if (table.Stamp == stamp)
        {
            return;
        }

        try
        {
            database.Change($"CREATE OR REPLACE TABLE {table.Name} AS SELECT * FROM {Reader(table)}");
        }
        catch (DuckDB.NET.Data.DuckDBException exception)
        {
            throw new SourceException($"The source {table.Path} can't be read as {table.Format}: {exception.Message}", exception);
        }

        table.Refreshed(stamp);
    }

    /// <summary>Drops the tables that nobody uses any more.</summary>
    public void Keep(IReadOnlySet<FileTable> used)
    {
        lock (_tables)
        {
            foreach (var (key, table) in _tables.Where(t => !used.Contains(t.Value)).ToList())
            {
                database.Change($"DROP TABLE IF EXISTS {table.Name}");
                _tables.Remove(key);
            }
        }
    }

    private static string Reader(FileTable table)
    {
        var folder = Directory.Exists(table.Path);
        return table.Format switch
        {
            "parquet" => $"read_parquet({Glob(table, folder, "parquet")})",
            "csv" => $"read_csv({Glob(table, folder, "csv")}, header = true)",
            "json" => $"read_json_auto({Glob(table, folder, "json")})",
            _ => throw new SourceException($"The engine duckdb can't read {table.Format} files; write {table.Path} as Parquet, CSV or JSON.", null),
        };
    }

    private static string Glob(FileTable table, bool folder, string extension) =>
        Database.QuoteText(folder ? Path.Combine(table.Path, "**", "*." + extension) : table.Path);
}

/// <summary>A file source's table.</summary>
internal sealed class FileTable(string path, string format, string name)
{
    public string Path { get; } = path;

    public string Format { get; } = format;

    /// <summary>The table's name, with its schema.</summary>
    public string Name { get; } = name;

    /// <summary>The file's stamp when it was read; null before.</summary>
    public FileStamp? Stamp { get; private set; }

    /// <summary>How often it was read.</summary>
    public int Generation { get; private set; }

    /// <summary>Whether it must be read.</summary>
    /// <exception cref="SourceException">There is no such file.</exception>
    public bool IsStale() => Stamp != CurrentStamp();

    public FileStamp CurrentStamp()
    {
        try
        {
            return FileStamp.Of(Path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SourceException($"The source {Path} can't be read: {exception.Message}", exception);
        }
    }

    public void Refreshed(FileStamp stamp)
    {
        Stamp = stamp;
        Generation++;
    }
}

/// <summary>A source can't be read.</summary>
internal sealed class SourceException(string message, Exception? inner) : Exception(message, inner);
