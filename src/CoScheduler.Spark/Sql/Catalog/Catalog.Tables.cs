using CoScheduler.Spark.Protocol;
using CoScheduler.Spark.Sql.Types;

namespace CoScheduler.Spark.Sql.Catalog;

/// <content>Tables and views.</content>
public sealed partial class Catalog
{
    /// <summary>The tables and views of the current database, and the session's own views.</summary>
    /// <returns>The query of them.</returns>
    public DataFrame ListTables() => Frame(new() { ListTables = new() });

    /// <summary>The tables and views of a database, and the session's own views.</summary>
    /// <param name="dbName">The database.</param>
    /// <returns>The query of them.</returns>
    public DataFrame ListTables(string dbName) => Frame(new() { ListTables = new() { DbName = dbName } });

    /// <summary>The views of a database, and the session's own (Spark 4.2).</summary>
    /// <param name="dbName">The database; null for the current one.</param>
    /// <param name="pattern">How their names are, <c>*</c> for any text; null for all.</param>
    /// <returns>The query of them.</returns>
    public DataFrame ListViews(string? dbName = null, string? pattern = null)
    {
        var list = new ListViews();
        if (dbName is not null)
        {
            list.DbName = dbName;
        }

        if (pattern is not null)
        {
            list.Pattern = pattern;
        }

        return Frame(new() { ListViews = list });
    }

    /// <summary>The columns of a table or view.</summary>
    /// <param name="tableName">Its name.</param>
    /// <returns>The query of them.</returns>
    public DataFrame ListColumns(string tableName) => Frame(new() { ListColumns = new() { TableName = tableName } });

    /// <summary>The columns of a table or view of a database.</summary>
    /// <param name="dbName">The database.</param>
    /// <param name="tableName">Its name.</param>
    /// <returns>The query of them.</returns>
    public DataFrame ListColumns(string dbName, string tableName) => Frame(new() { ListColumns = new() { DbName = dbName, TableName = tableName } });

    /// <summary>The partitions of a table (Spark 4.2).</summary>
    /// <param name="tableName">Its name.</param>
    /// <returns>The query of them.</returns>
    public DataFrame ListPartitions(string tableName) => Frame(new() { ListPartitions = new() { TableName = tableName } });

    /// <summary>A table or view.</summary>
    /// <param name="tableName">Its name.</param>
    /// <returns>The table.</returns>
    /// <exception cref="AnalysisException">There is none of that name.</exception>
    public Table GetTable(string tableName) => Table(new() { TableName = tableName });

    /// <summary>A table or view of a database.</summary>
    /// <param name="dbName">The database.</param>
    /// <param name="tableName">Its name.</param>
    /// <returns>The table.</returns>
    /// <exception cref="AnalysisException">There is none of that name.</exception>
    public Table GetTable(string dbName, string tableName) => Table(new() { DbName = dbName, TableName = tableName });

    /// <summary>Whether there is a table or view.</summary>
    /// <param name="tableName">Its name.</param>
    /// <returns>Whether there is.</returns>
    public bool TableExists(string tableName) => Flag(new() { TableExists = new() { TableName = tableName } });

    /// <summary>Whether a database has a table or view.</summary>
    /// <param name="dbName">The database.</param>
    /// <param name="tableName">Its name.</param>
    /// <returns>Whether it has.</returns>
    public bool TableExists(string dbName, string tableName) => Flag(new() { TableExists = new() { DbName = dbName, TableName = tableName } });

    /// <summary>The properties of a table (Spark 4.2).</summary>
    /// <param name="tableName">Its name.</param>
    /// <returns>The query of names and values.</returns>
    public DataFrame GetTableProperties(string tableName) => Frame(new() { GetTableProperties = new() { TableName = tableName } });

    /// <summary>The SQL that makes a table or view (Spark 4.2).</summary>
    /// <param name="tableName">Its name.</param>
    /// <returns>The text.</returns>
    public string GetCreateTableString(string tableName) => Text(new() { GetCreateTableString = new() { TableName = tableName } });

    /// <summary>Makes a table of files that are there.</summary>
    /// <param name="tableName">Its name.</param>
    /// <param name="path">The folder.</param>
    /// <returns>The query of its rows.</returns>
    public DataFrame CreateTable(string tableName, string path) => Created(new() { TableName = tableName, Path = path });

    /// <summary>Makes a table of files that are there.</summary>
    /// <param name="tableName">Its name.</param>
    /// <param name="path">The folder.</param>
    /// <param name="source">The files' kind, for example <c>parquet</c>.</param>
    /// <returns>The query of its rows.</returns>
    public DataFrame CreateTable(string tableName, string path, string source) => Created(new() { TableName = tableName, Path = path, Source = source });

    /// <summary>Makes a table.</summary>
    /// <param name="tableName">Its name.</param>
    /// <param name="source">Its kind, for example <c>parquet</c>.</param>
    /// <param name="options">Options of that kind.</param>
    /// <returns>The query of its rows.</returns>
    public DataFrame CreateTable(string tableName, string source, IDictionary<string, string> options) =>
        Created(new() { TableName = tableName, Source = source, Options = { options } });

    /// <inheritdoc cref="CreateTable(string, string, IDictionary{string, string})" />
    /// <param name="tableName">Its name.</param>
    /// <param name="source">Its kind.</param>
    /// <param name="description">What is noted about it.</param>
    /// <param name="options">Options of that kind.</param>
    public DataFrame CreateTable(string tableName, string source, string description, IDictionary<string, string> options) =>
        Created(new() { TableName = tableName, Source = source, Description = description, Options = { options } });

    /// <inheritdoc cref="CreateTable(string, string, IDictionary{string, string})" />
    /// <param name="tableName">Its name.</param>
    /// <param name="source">Its kind.</param>
    /// <param name="schema">Its columns.</param>
    /// <param name="options">Options of that kind.</param>
    public DataFrame CreateTable(string tableName, string source, StructType schema, IDictionary<string, string> options) =>
        Created(new() { TableName = tableName, Source = source, Schema = Unparsed(schema), Options = { options } });

    /// <inheritdoc cref="CreateTable(string, string, IDictionary{string, string})" />
    /// <param name="tableName">Its name.</param>
    /// <param name="source">Its kind.</param>
    /// <param name="schema">Its columns.</param>
    /// <param name="description">What is noted about it.</param>
    /// <param name="options">Options of that kind.</param>
    public DataFrame CreateTable(string tableName, string source, StructType schema, string description, IDictionary<string, string> options) =>
        Created(new() { TableName = tableName, Source = source, Schema = Unparsed(schema), Description = description, Options = { options } });

    /// <summary>Drops a table (Spark 4.2).</summary>
    /// <param name="tableName">Its name.</param>
    /// <param name="ifExists">Whether nothing happens if there is none, rather than a failure.</param>
    /// <param name="purge">Whether its files cannot be had back.</param>
    public void DropTable(string tableName, bool ifExists = false, bool purge = false) =>
        Run(new() { DropTable = new() { TableName = tableName, IfExists = ifExists, Purge = purge } });

    /// <summary>Drops a view of a catalog (Spark 4.2).</summary>
    /// <param name="viewName">Its name.</param>
    /// <param name="ifExists">Whether nothing happens if there is none, rather than a failure.</param>
    public void DropView(string viewName, bool ifExists = false) => Run(new() { DropView = new() { ViewName = viewName, IfExists = ifExists } });

    /// <summary>Drops a view of the session.</summary>
    /// <param name="viewName">Its name.</param>
    /// <returns>Whether there was one.</returns>
    public bool DropTempView(string viewName) => Flag(new() { DropTempView = new() { ViewName = viewName } });

    /// <summary>Drops a view of all sessions.</summary>
    /// <param name="viewName">Its name, without <c>global_temp</c>.</param>
    /// <returns>Whether there was one.</returns>
    public bool DropGlobalTempView(string viewName) => Flag(new() { DropGlobalTempView = new() { ViewName = viewName } });

    /// <summary>Empties a table (Spark 4.2).</summary>
    /// <param name="tableName">Its name.</param>
    public void TruncateTable(string tableName) => Run(new() { TruncateTable = new() { TableName = tableName } });

    /// <summary>Computes statistics of a table, which plans are chosen by (Spark 4.2).</summary>
    /// <param name="tableName">Its name.</param>
    /// <param name="noScan">Whether only its size in bytes.</param>
    public void AnalyzeTable(string tableName, bool noScan = false) => Run(new() { AnalyzeTable = new() { TableName = tableName, NoScan = noScan } });

    /// <summary>Looks for the partitions of a table in its folder.</summary>
    /// <param name="tableName">Its name.</param>
    public void RecoverPartitions(string tableName) => Run(new() { RecoverPartitions = new() { TableName = tableName } });

    /// <summary>Keeps the rows of a table or view once they have been computed.</summary>
    /// <param name="tableName">Its name.</param>
    public void CacheTable(string tableName) => Run(new() { CacheTable = new() { TableName = tableName } });

    /// <summary>Keeps the rows of a table or view once they have been computed.</summary>
    /// <param name="tableName">Its name.</param>
    /// <param name="storageLevel">Where.</param>
    public void CacheTable(string tableName, StorageLevel storageLevel)
    {
        ArgumentNullException.ThrowIfNull(storageLevel);
        Run(new() { CacheTable = new() { TableName = tableName, StorageLevel = storageLevel.ToProtocol() } });
    }

    /// <summary>Whether the rows of a table or view are kept.</summary>
    /// <param name="tableName">Its name.</param>
    /// <returns>Whether they are.</returns>
    public bool IsCached(string tableName) => Flag(new() { IsCached = new() { TableName = tableName } });

    /// <summary>Drops the rows that are kept of a table or view.</summary>
    /// <param name="tableName">Its name.</param>
    public void UncacheTable(string tableName) => Run(new() { UncacheTable = new() { TableName = tableName } });

    /// <summary>Drops the rows that are kept of all tables, views and queries, of all sessions.</summary>
    public void ClearCache() => Run(new() { ClearCache = new() });

    /// <summary>Forgets what is known of a table's files.</summary>
    /// <param name="tableName">Its name.</param>
    public void RefreshTable(string tableName) => Run(new() { RefreshTable = new() { TableName = tableName } });

    /// <summary>Forgets what is known, and kept, of the files of a folder.</summary>
    /// <param name="path">The folder.</param>
    public void RefreshByPath(string path) => Run(new() { RefreshByPath = new() { Path = path } });

    private static Protocol.DataType Unparsed(StructType schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new Protocol.DataType { Unparsed = new() { DataTypeString = schema.ToDdl() } };
    }

    // Spark makes it when the relation is first run; what it gives is read from the table afterwards.
    private DataFrame Created(CreateTable create)
    {
        Run(new() { CreateTable = create });
        return _session.Table(create.TableName);
    }

    private Table Table(GetTable get)
    {
        var row = Row(new() { GetTable = get });
        return new Table(row.GetAs<string>("name"), Optional(row, "catalog"), Database(row), Optional(row, "description"), row.GetAs<string>("tableType"), row.GetAs<bool>("isTemporary"));
    }
}
