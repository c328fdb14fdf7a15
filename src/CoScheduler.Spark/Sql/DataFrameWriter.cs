using CoScheduler.Spark.Protocol;
using TableMethod = CoScheduler.Spark.Protocol.WriteOperation.Types.SaveTable.Types.TableSaveMethod;

namespace CoScheduler.Spark.Sql;

/// <summary>Writes the rows of a query to files, a table or another sink. Each method that sets something changes this writer and gives it back.</summary>
public sealed class DataFrameWriter
{
    private readonly DataFrame _frame;
    private readonly SourceOptions _options = new();
    private readonly WriteOperation _write = new();

    internal DataFrameWriter(DataFrame frame) => _frame = frame;

    /// <summary>Says what happens when there is something already.</summary>
    /// <param name="saveMode">What.</param>
    /// <returns>This.</returns>
    public DataFrameWriter Mode(SaveMode saveMode)
    {
        _write.Mode = saveMode switch
        {
            SaveMode.Append => Protocol.WriteOperation.Types.SaveMode.Append,
            SaveMode.Overwrite => Protocol.WriteOperation.Types.SaveMode.Overwrite,
            SaveMode.ErrorIfExists => Protocol.WriteOperation.Types.SaveMode.ErrorIfExists,
            SaveMode.Ignore => Protocol.WriteOperation.Types.SaveMode.Ignore,
            _ => throw new ArgumentOutOfRangeException(nameof(saveMode), saveMode, "There is no such mode."),
        };
        return this;
    }

    /// <summary>Says what happens when there is something already.</summary>
    /// <param name="saveMode"><c>append</c>, <c>overwrite</c>, <c>error</c> (<c>errorifexists</c>, <c>default</c>) or <c>ignore</c>.</param>
    /// <returns>This.</returns>
    /// <exception cref="ArgumentException">There is no such mode.</exception>
    public DataFrameWriter Mode(string saveMode)
    {
        ArgumentNullException.ThrowIfNull(saveMode);
        return Mode(saveMode.ToLowerInvariant() switch
        {
            "append" => SaveMode.Append,
            "overwrite" => SaveMode.Overwrite,
            "error" or "errorifexists" or "default" => SaveMode.ErrorIfExists,
            "ignore" => SaveMode.Ignore,
            _ => throw new ArgumentException($"There is no mode '{saveMode}'; there are append, overwrite, error and ignore.", nameof(saveMode)),
        });
    }

    /// <summary>Names the kind of sink.</summary>
    /// <param name="source">For example <c>parquet</c>; Spark's default (<c>spark.sql.sources.default</c>) if it is never named.</param>
    /// <returns>This.</returns>
    public DataFrameWriter Format(string source)
    {
        _write.Source = source;
        return this;
    }

    /// <summary>Sets an option of the sink.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <returns>This.</returns>
    public DataFrameWriter Option(string key, string value)
    {
        _options.Set(key, value);
        return this;
    }

    /// <inheritdoc cref="Option(string, string)" />
    public DataFrameWriter Option(string key, bool value)
    {
        _options.Set(key, value);
        return this;
    }

    /// <inheritdoc cref="Option(string, string)" />
    public DataFrameWriter Option(string key, long value)
    {
        _options.Set(key, value);
        return this;
    }

    /// <inheritdoc cref="Option(string, string)" />
    public DataFrameWriter Option(string key, double value)
    {
        _options.Set(key, value);
        return this;
    }

    /// <summary>Sets options of the sink.</summary>
    /// <param name="options">Their names and values.</param>
    /// <returns>This.</returns>
    public DataFrameWriter Options(IEnumerable<KeyValuePair<string, string>> options)
    {
        _options.Set(options);
        return this;
    }

    /// <summary>Puts rows with equal values into folders of their own.</summary>
    /// <param name="colNames">The columns.</param>
    /// <returns>This.</returns>
    public DataFrameWriter PartitionBy(params string[] colNames)
    {
        _write.PartitioningColumns.Clear();
        _write.PartitioningColumns.Add(colNames);
        return this;
    }

    /// <summary>Puts rows of a table into buckets by the hash of columns.</summary>
    /// <param name="numBuckets">How many.</param>
    /// <param name="colName">A column.</param>
    /// <param name="colNames">Further columns.</param>
    /// <returns>This.</returns>
    public DataFrameWriter BucketBy(int numBuckets, string colName, params string[] colNames)
    {
        _write.BucketBy = new() { NumBuckets = numBuckets, BucketColumnNames = { colName, colNames } };
        return this;
    }

    /// <summary>Sorts the rows of each bucket.</summary>
    /// <param name="colName">The column to sort by.</param>
    /// <param name="colNames">Further columns.</param>
    /// <returns>This.</returns>
    public DataFrameWriter SortBy(string colName, params string[] colNames)
    {
        _write.SortColumnNames.Clear();
        _write.SortColumnNames.Add([colName, .. colNames]);
        return this;
    }

    /// <summary>Puts rows with near values of columns into the same files, for sinks that can.</summary>
    /// <param name="colName">A column.</param>
    /// <param name="colNames">Further columns.</param>
    /// <returns>This.</returns>
    public DataFrameWriter ClusterBy(string colName, params string[] colNames)
    {
        _write.ClusteringColumns.Clear();
        _write.ClusteringColumns.Add([colName, .. colNames]);
        return this;
    }

    /// <summary>Writes to a path.</summary>
    /// <param name="path">The path, as the driver and its executors see it.</param>
    public void Save(string path) => Blocking.Run(() => SaveAsync(path));

    /// <summary>Writes to what the options name.</summary>
    public void Save() => Blocking.Run(() => RunAsync(_ => { }, CancellationToken.None));

    /// <summary>Writes to a path.</summary>
    /// <param name="path">The path, as the driver and its executors see it.</param>
    /// <param name="cancellationToken">Interrupts it on the server.</param>
    /// <returns>When it is written.</returns>
    public Task SaveAsync(string path, CancellationToken cancellationToken = default) => RunAsync(write => write.Path = path, cancellationToken);

    /// <summary>Adds to a table, columns by their place.</summary>
    /// <param name="tableName">The table.</param>
    public void InsertInto(string tableName) => Blocking.Run(() => RunAsync(write => write.Table = Table(tableName, TableMethod.InsertInto), CancellationToken.None));

    /// <summary>Makes a table of the rows, or adds them to one, columns by their names.</summary>
    /// <param name="tableName">The table.</param>
    public void SaveAsTable(string tableName) => Blocking.Run(() => SaveAsTableAsync(tableName));

    /// <summary>Makes a table of the rows, or adds them to one, columns by their names.</summary>
    /// <param name="tableName">The table.</param>
    /// <param name="cancellationToken">Interrupts it on the server.</param>
    /// <returns>When it is written.</returns>
    public Task SaveAsTableAsync(string tableName, CancellationToken cancellationToken = default) =>
        RunAsync(write => write.Table = Table(tableName, TableMethod.SaveAsTable), cancellationToken);

    /// <summary>Writes to a table of another database; its driver must be on the server's class path.</summary>
    /// <param name="url">The JDBC address.</param>
    /// <param name="table">The table.</param>
    /// <param name="properties">Further options, for example <c>user</c> and <c>password</c>.</param>
    public void Jdbc(string url, string table, IEnumerable<KeyValuePair<string, string>> properties) =>
        Format("jdbc").Options(properties).Option("url", url).Option("dbtable", table).Save();

    /// <summary>Writes files of JSON objects, one a line.</summary>
    /// <param name="path">The folder.</param>
    public void Json(string path) => Format("json").Save(path);

    /// <summary>Writes Parquet files.</summary>
    /// <param name="path">The folder.</param>
    public void Parquet(string path) => Format("parquet").Save(path);

    /// <summary>Writes ORC files.</summary>
    /// <param name="path">The folder.</param>
    public void Orc(string path) => Format("orc").Save(path);

    /// <summary>Writes text files, a line a row, of the one column of texts.</summary>
    /// <param name="path">The folder.</param>
    public void Text(string path) => Format("text").Save(path);

    /// <summary>Writes CSV files.</summary>
    /// <param name="path">The folder.</param>
    public void Csv(string path) => Format("csv").Save(path);

    /// <summary>Writes XML files; the option <c>rowTag</c> is needed.</summary>
    /// <param name="path">The folder.</param>
    public void Xml(string path) => Format("xml").Save(path);

    private static WriteOperation.Types.SaveTable Table(string name, TableMethod method) => new() { TableName = name, SaveMethod = method };

    private Task RunAsync(Action<WriteOperation> setTarget, CancellationToken cancellationToken)
    {
        var write = _write.Clone();
        write.Input = _frame.Relation;
        write.Options.Add(_options.Values);
        setTarget(write);
        return _frame.SparkSession.RunAsync(new Command { WriteOperation = write }, cancellationToken);
    }
}
