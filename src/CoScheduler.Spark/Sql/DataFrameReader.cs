using CoScheduler.Spark.Protocol;
using CoScheduler.Spark.Sql.Types;

namespace CoScheduler.Spark.Sql;

/// <summary>Reads files and other sources of data. Each method that sets something changes this reader and gives it back.</summary>
public sealed class DataFrameReader
{
    private readonly SparkSession _session;
    private readonly SourceOptions _options = new();
    private string? _format;
    private string? _schema;

    internal DataFrameReader(SparkSession session) => _session = session;

    /// <summary>Names the kind of source.</summary>
    /// <param name="source">For example <c>parquet</c>, <c>csv</c>, <c>json</c>; Spark's default (<c>spark.sql.sources.default</c>) if it is never named.</param>
    /// <returns>This.</returns>
    public DataFrameReader Format(string source)
    {
        _format = source;
        return this;
    }

    /// <summary>Says what the columns are, so that Spark need not look.</summary>
    /// <param name="schemaString">DDL, for example <c>id BIGINT, name STRING</c>.</param>
    /// <returns>This.</returns>
    public DataFrameReader Schema(string schemaString)
    {
        _schema = schemaString;
        return this;
    }

    /// <summary>Says what the columns are, so that Spark need not look.</summary>
    /// <param name="schema">The columns.</param>
    /// <returns>This.</returns>
    public DataFrameReader Schema(StructType schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return Schema(schema.ToDdl());
    }

    /// <summary>Sets an option of the source.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <returns>This.</returns>
    public DataFrameReader Option(string key, string value)
    {
        _options.Set(key, value);
        return this;
    }

    /// <inheritdoc cref="Option(string, string)" />
    public DataFrameReader Option(string key, bool value)
    {
        _options.Set(key, value);
        return this;
    }

    /// <inheritdoc cref="Option(string, string)" />
    public DataFrameReader Option(string key, long value)
    {
        _options.Set(key, value);
        return this;
    }

    /// <inheritdoc cref="Option(string, string)" />
    public DataFrameReader Option(string key, double value)
    {
        _options.Set(key, value);
        return this;
    }

    /// <summary>Sets options of the source.</summary>
    /// <param name="options">Their names and values.</param>
    /// <returns>This.</returns>
    public DataFrameReader Options(IEnumerable<KeyValuePair<string, string>> options)
    {
        _options.Set(options);
        return this;
    }

    /// <summary>Reads what the options name.</summary>
    /// <returns>The query of the rows there.</returns>
    public DataFrame Load() => Load([]);

    /// <summary>Reads a path.</summary>
    /// <param name="path">The path, as the driver and its executors see it.</param>
    /// <returns>The query of the rows there.</returns>
    public DataFrame Load(string path) => Load([path]);

    /// <summary>Reads paths.</summary>
    /// <param name="paths">The paths, as the driver and its executors see them.</param>
    /// <returns>The query of the rows there.</returns>
    public DataFrame Load(params string[] paths)
    {
        var source = Source();
        source.Paths.Add(paths);
        return Frame(source);
    }

    /// <summary>Reads a table of another database; its driver must be on the server's class path.</summary>
    /// <param name="url">The JDBC address.</param>
    /// <param name="table">The table.</param>
    /// <param name="properties">Further options, for example <c>user</c> and <c>password</c>.</param>
    /// <returns>The query of its rows.</returns>
    public DataFrame Jdbc(string url, string table, IEnumerable<KeyValuePair<string, string>> properties) => FromDatabase(url, table, properties).Load();

    /// <summary>Reads a table of another database in several partitions, by ranges of a column.</summary>
    /// <param name="url">The JDBC address.</param>
    /// <param name="table">The table.</param>
    /// <param name="columnName">The column, of numbers, dates or timestamps.</param>
    /// <param name="lowerBound">Where the second partition begins to be counted from; no row is left out.</param>
    /// <param name="upperBound">Where the last partition begins, one width before; no row is left out.</param>
    /// <param name="numPartitions">How many.</param>
    /// <param name="properties">Further options.</param>
    /// <returns>The query of its rows.</returns>
    public DataFrame Jdbc(
        string url, string table, string columnName, long lowerBound, long upperBound, int numPartitions, IEnumerable<KeyValuePair<string, string>> properties) =>
        FromDatabase(url, table, properties)
            .Option("partitionColumn", columnName)
            .Option("lowerBound", lowerBound)
            .Option("upperBound", upperBound)
            .Option("numPartitions", (long)numPartitions)
            .Load();

    /// <summary>Reads a table of another database in several partitions, each by a condition of its own.</summary>
    /// <param name="url">The JDBC address.</param>
    /// <param name="table">The table.</param>
    /// <param name="predicates">The conditions, in that database's SQL.</param>
    /// <param name="properties">Further options.</param>
    /// <returns>The query of its rows.</returns>
    public DataFrame Jdbc(string url, string table, IEnumerable<string> predicates, IEnumerable<KeyValuePair<string, string>> properties)
    {
        var source = FromDatabase(url, table, properties).Source();
        source.Predicates.Add(predicates);
        return Frame(source);
    }

    /// <summary>Reads Parquet files.</summary>
    /// <param name="paths">The paths.</param>
    /// <returns>The query of their rows.</returns>
    public DataFrame Parquet(params string[] paths) => Format("parquet").Load(paths);

    /// <summary>Reads CSV files.</summary>
    /// <param name="paths">The paths.</param>
    /// <returns>The query of their rows.</returns>
    public DataFrame Csv(params string[] paths) => Format("csv").Load(paths);

    /// <summary>Reads lines of CSV that a query gives.</summary>
    /// <param name="lines">A query with one column of texts.</param>
    /// <returns>The query of their rows.</returns>
    public DataFrame Csv(DataFrame lines) => Parsed(lines, Parse.Types.ParseFormat.Csv);

    /// <summary>Reads files of JSON objects, one a line.</summary>
    /// <param name="paths">The paths.</param>
    /// <returns>The query of their rows.</returns>
    public DataFrame Json(params string[] paths) => Format("json").Load(paths);

    /// <summary>Reads JSON objects that a query gives.</summary>
    /// <param name="lines">A query with one column of texts.</param>
    /// <returns>The query of their rows.</returns>
    public DataFrame Json(DataFrame lines) => Parsed(lines, Parse.Types.ParseFormat.Json);

    /// <summary>Reads ORC files.</summary>
    /// <param name="paths">The paths.</param>
    /// <returns>The query of their rows.</returns>
    public DataFrame Orc(params string[] paths) => Format("orc").Load(paths);

    /// <summary>Reads XML files; the option <c>rowTag</c> is needed.</summary>
    /// <param name="paths">The paths.</param>
    /// <returns>The query of their rows.</returns>
    public DataFrame Xml(params string[] paths) => Format("xml").Load(paths);

    /// <summary>Reads text files into a column <c>value</c>, a row a line.</summary>
    /// <param name="paths">The paths.</param>
    /// <returns>The query of their rows.</returns>
    public DataFrame Text(params string[] paths) => Format("text").Load(paths);

    /// <summary>Reads a table or view.</summary>
    /// <param name="tableName">Its name.</param>
    /// <returns>The query of its rows.</returns>
    public DataFrame Table(string tableName)
    {
        var table = new Read.Types.NamedTable { UnparsedIdentifier = tableName };
        table.Options.Add(_options.Values);
        return _session.Frame(new Relation { Read = new Read { NamedTable = table } });
    }

    private DataFrameReader FromDatabase(string url, string table, IEnumerable<KeyValuePair<string, string>> properties) =>
        Format("jdbc").Options(properties).Option("url", url).Option("dbtable", table);

    private Read.Types.DataSource Source()
    {
        var source = new Read.Types.DataSource();
        if (_format is not null)
        {
            source.Format = _format;
        }

        if (_schema is not null)
        {
            source.Schema = _schema;
        }

        source.Options.Add(_options.Values);
        return source;
    }

    private DataFrame Frame(Read.Types.DataSource source) => _session.Frame(new Relation { Read = new Read { DataSource = source } });

    private DataFrame Parsed(DataFrame lines, Parse.Types.ParseFormat format)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var parse = new Parse { Input = lines.Relation, Format = format };
        parse.Options.Add(_options.Values);
        if (_schema is not null)
        {
            parse.Schema = _session.ParseDdl(_schema);
        }

        return _session.Frame(new Relation { Parse = parse });
    }
}
