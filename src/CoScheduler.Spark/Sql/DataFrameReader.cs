using System.Collections.Immutable;
using System.Globalization;
using CoScheduler.Spark.Protocol;
using CoScheduler.Spark.Sql.Types;

namespace CoScheduler.Spark.Sql;

/// <summary>Reads files and other sources of data. Each method that sets something gives another reader.</summary>
public sealed class DataFrameReader
{
    private readonly SparkSession _session;
    private readonly string? _format;
    private readonly string? _schema;
    private readonly ImmutableSortedDictionary<string, string> _options;

    internal DataFrameReader(SparkSession session)
        : this(session, null, null, ImmutableSortedDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase))
    {
    }

    private DataFrameReader(SparkSession session, string? format, string? schema, ImmutableSortedDictionary<string, string> options)
    {
        _session = session;
        _format = format;
        _schema = schema;
        _options = options;
    }

    /// <summary>Names the kind of source.</summary>
    /// <param name="source">For example <c>parquet</c>, <c>csv</c>, <c>json</c>; Spark's default (<c>spark.sql.sources.default</c>) if it is never named.</param>
    /// <returns>A reader of that.</returns>
    public DataFrameReader Format(string source) => new(_session, source, _schema, _options);

    /// <summary>Says what the columns are, so that Spark need not look.</summary>
    /// <param name="schemaString">DDL, for example <c>id BIGINT, name STRING</c>.</param>
    /// <returns>A reader of that.</returns>
    public DataFrameReader Schema(string schemaString) => new(_session, _format, schemaString, _options);

    /// <summary>Says what the columns are, so that Spark need not look.</summary>
    /// <param name="schema">The columns.</param>
    /// <returns>A reader of that.</returns>
    public DataFrameReader Schema(StructType schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return Schema(schema.ToDdl());
    }

    /// <summary>Sets an option of the source.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <returns>A reader with it.</returns>
    public DataFrameReader Option(string key, string value) => new(_session, _format, _schema, _options.SetItem(key, value));

    /// <summary>Sets an option of the source.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <returns>A reader with it.</returns>
    public DataFrameReader Option(string key, bool value) => Option(key, value ? "true" : "false");

    /// <summary>Sets an option of the source.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <returns>A reader with it.</returns>
    public DataFrameReader Option(string key, long value) => Option(key, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Sets an option of the source.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <returns>A reader with it.</returns>
    public DataFrameReader Option(string key, double value) => Option(key, value.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>Sets options of the source.</summary>
    /// <param name="options">Their names and values.</param>
    /// <returns>A reader with them.</returns>
    public DataFrameReader Options(IEnumerable<KeyValuePair<string, string>> options) => new(_session, _format, _schema, _options.SetItems(options));

    /// <summary>Reads what the options name, or paths.</summary>
    /// <param name="paths">The paths, as the driver and its executors see them.</param>
    /// <returns>The query of the rows there.</returns>
    public DataFrame Load(params string[] paths)
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

        source.Options.Add(_options.ToDictionary(StringComparer.Ordinal));
        source.Paths.Add(paths);
        return _session.Frame(new Relation { Read = new Read { DataSource = source } });
    }

    /// <summary>Reads Parquet files.</summary>
    /// <param name="paths">The paths.</param>
    /// <returns>The query of their rows.</returns>
    public DataFrame Parquet(params string[] paths) => Format("parquet").Load(paths);

    /// <summary>Reads CSV files.</summary>
    /// <param name="paths">The paths.</param>
    /// <returns>The query of their rows.</returns>
    public DataFrame Csv(params string[] paths) => Format("csv").Load(paths);

    /// <summary>Reads files of JSON objects, one a line.</summary>
    /// <param name="paths">The paths.</param>
    /// <returns>The query of their rows.</returns>
    public DataFrame Json(params string[] paths) => Format("json").Load(paths);

    /// <summary>Reads ORC files.</summary>
    /// <param name="paths">The paths.</param>
    /// <returns>The query of their rows.</returns>
    public DataFrame Orc(params string[] paths) => Format("orc").Load(paths);

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
        table.Options.Add(_options.ToDictionary(StringComparer.Ordinal));
        return _session.Frame(new Relation { Read = new Read { NamedTable = table } });
    }
}
