using CoScheduler.Spark.Protocol;
using CoScheduler.Spark.Sql.Types;

namespace CoScheduler.Spark.Sql.Streaming;

/// <summary>Reads sources that go on for ever. Each method that sets something changes this reader and gives it back.</summary>
public sealed class DataStreamReader
{
    private readonly SparkSession _session;
    private readonly SourceOptions _options = new();
    private string? _format;
    private string? _schema;
    private string? _name;

    internal DataStreamReader(SparkSession session) => _session = session;

    /// <summary>Names the kind of source.</summary>
    /// <param name="source">For example <c>kafka</c>, <c>rate</c>, <c>socket</c>, <c>parquet</c>.</param>
    /// <returns>This.</returns>
    public DataStreamReader Format(string source)
    {
        _format = source;
        return this;
    }

    /// <summary>Says what the columns are; files need it.</summary>
    /// <param name="schemaString">DDL, for example <c>id BIGINT, name STRING</c>.</param>
    /// <returns>This.</returns>
    public DataStreamReader Schema(string schemaString)
    {
        _schema = schemaString;
        return this;
    }

    /// <summary>Says what the columns are; files need it.</summary>
    /// <param name="schema">The columns.</param>
    /// <returns>This.</returns>
    public DataStreamReader Schema(StructType schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return Schema(schema.ToDdl());
    }

    /// <summary>Gives the source a name (Spark 4.2), by which a checkpoint knows it again when others are added.</summary>
    /// <param name="sourceName">The name.</param>
    /// <returns>This.</returns>
    public DataStreamReader Name(string sourceName)
    {
        _name = sourceName;
        return this;
    }

    /// <summary>Sets an option of the source.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <returns>This.</returns>
    public DataStreamReader Option(string key, string value)
    {
        _options.Set(key, value);
        return this;
    }

    /// <inheritdoc cref="Option(string, string)" />
    public DataStreamReader Option(string key, bool value)
    {
        _options.Set(key, value);
        return this;
    }

    /// <inheritdoc cref="Option(string, string)" />
    public DataStreamReader Option(string key, long value)
    {
        _options.Set(key, value);
        return this;
    }

    /// <inheritdoc cref="Option(string, string)" />
    public DataStreamReader Option(string key, double value)
    {
        _options.Set(key, value);
        return this;
    }

    /// <summary>Sets options of the source.</summary>
    /// <param name="options">Their names and values.</param>
    /// <returns>This.</returns>
    public DataStreamReader Options(IEnumerable<KeyValuePair<string, string>> options)
    {
        _options.Set(options);
        return this;
    }

    /// <summary>Reads what the options name.</summary>
    /// <returns>The query of the rows that come.</returns>
    public DataFrame Load() => Frame(Source());

    /// <summary>Reads a folder to which files are added.</summary>
    /// <param name="path">The folder, as the driver and its executors see it.</param>
    /// <returns>The query of the rows that come.</returns>
    public DataFrame Load(string path)
    {
        var source = Source();
        source.Paths.Add(path);
        return Frame(source);
    }

    /// <summary>Reads files of JSON objects, one a line.</summary>
    /// <param name="path">The folder.</param>
    /// <returns>The query of the rows that come.</returns>
    public DataFrame Json(string path) => Format("json").Load(path);

    /// <summary>Reads CSV files.</summary>
    /// <param name="path">The folder.</param>
    /// <returns>The query of the rows that come.</returns>
    public DataFrame Csv(string path) => Format("csv").Load(path);

    /// <summary>Reads ORC files.</summary>
    /// <param name="path">The folder.</param>
    /// <returns>The query of the rows that come.</returns>
    public DataFrame Orc(string path) => Format("orc").Load(path);

    /// <summary>Reads Parquet files.</summary>
    /// <param name="path">The folder.</param>
    /// <returns>The query of the rows that come.</returns>
    public DataFrame Parquet(string path) => Format("parquet").Load(path);

    /// <summary>Reads text files into a column <c>value</c>, a row a line.</summary>
    /// <param name="path">The folder.</param>
    /// <returns>The query of the rows that come.</returns>
    public DataFrame Text(string path) => Format("text").Load(path);

    /// <summary>Reads a table to which rows are added.</summary>
    /// <param name="tableName">Its name.</param>
    /// <returns>The query of the rows that come.</returns>
    public DataFrame Table(string tableName)
    {
        var table = new Read.Types.NamedTable { UnparsedIdentifier = tableName };
        table.Options.Add(_options.Values);
        return _session.Frame(new Relation { Read = new Read { NamedTable = table, IsStreaming = true } });
    }

    private Read.Types.DataSource Source()
    {
        var source = new Read.Types.DataSource();
        source.Options.Add(_options.Values);
        if (_format is not null)
        {
            source.Format = _format;
        }

        if (_schema is not null)
        {
            source.Schema = _schema;
        }

        if (_name is not null)
        {
            source.SourceName = _name;
        }

        return source;
    }

    private DataFrame Frame(Read.Types.DataSource source) =>
        _session.Frame(new Relation { Read = new Read { DataSource = source, IsStreaming = true } });
}
