using CoScheduler.Spark.Protocol;

namespace CoScheduler.Spark.Sql.Catalog;

/// <summary>The databases, tables, views and functions that a session sees. Names may have dots: <c>catalog.database.table</c>.</summary>
public sealed partial class Catalog
{
    private readonly SparkSession _session;

    internal Catalog(SparkSession session) => _session = session;

    /// <summary>The session's current catalog.</summary>
    /// <returns>Its name.</returns>
    public string CurrentCatalog() => Text(new() { CurrentCatalog = new() });

    /// <summary>Makes a catalog the session's current one.</summary>
    /// <param name="catalogName">Its name.</param>
    public void SetCurrentCatalog(string catalogName) => Run(new() { SetCurrentCatalog = new() { CatalogName = catalogName } });

    /// <summary>The catalogs.</summary>
    /// <param name="pattern">How their names are, <c>*</c> for any text; null for all.</param>
    /// <returns>The query of them.</returns>
    public DataFrame ListCatalogs(string? pattern = null) => Frame(new() { ListCatalogs = pattern is null ? new() : new() { Pattern = pattern } });

    /// <summary>The session's current database.</summary>
    /// <returns>Its name.</returns>
    public string CurrentDatabase() => Text(new() { CurrentDatabase = new() });

    /// <summary>Makes a database the session's current one.</summary>
    /// <param name="dbName">Its name.</param>
    public void SetCurrentDatabase(string dbName) => Run(new() { SetCurrentDatabase = new() { DbName = dbName } });

    /// <summary>The databases of the current catalog.</summary>
    /// <returns>The query of them.</returns>
    public DataFrame ListDatabases() => Frame(new() { ListDatabases = new() });

    /// <summary>The databases of the current catalog.</summary>
    /// <param name="pattern">How their names are, <c>*</c> for any text.</param>
    /// <returns>The query of them.</returns>
    public DataFrame ListDatabases(string pattern) => Frame(new() { ListDatabases = new() { Pattern = pattern } });

    /// <summary>A database.</summary>
    /// <param name="dbName">Its name.</param>
    /// <returns>The database.</returns>
    /// <exception cref="AnalysisException">There is none of that name.</exception>
    public Database GetDatabase(string dbName)
    {
        var row = Row(new() { GetDatabase = new() { DbName = dbName } });
        return new Database(row.GetAs<string>("name"), Optional(row, "catalog"), Optional(row, "description"), row.GetAs<string>("locationUri"));
    }

    /// <summary>Whether there is a database.</summary>
    /// <param name="dbName">Its name.</param>
    /// <returns>Whether there is.</returns>
    public bool DatabaseExists(string dbName) => Flag(new() { DatabaseExists = new() { DbName = dbName } });

    /// <summary>Makes a database (Spark 4.2).</summary>
    /// <param name="dbName">Its name.</param>
    /// <param name="ifNotExists">Whether nothing happens if there is one already, rather than a failure.</param>
    /// <param name="properties">Its properties; null for none.</param>
    public void CreateDatabase(string dbName, bool ifNotExists = false, IEnumerable<KeyValuePair<string, string>>? properties = null)
    {
        var create = new CreateDatabase { DbName = dbName, IfNotExists = ifNotExists };
        create.Properties.Add((properties ?? []).ToDictionary(StringComparer.Ordinal));
        Run(new() { CreateDatabase = create });
    }

    /// <summary>Drops a database (Spark 4.2).</summary>
    /// <param name="dbName">Its name.</param>
    /// <param name="ifExists">Whether nothing happens if there is none, rather than a failure.</param>
    /// <param name="cascade">Whether its tables go too, rather than a failure if it has some.</param>
    public void DropDatabase(string dbName, bool ifExists = false, bool cascade = false) =>
        Run(new() { DropDatabase = new() { DbName = dbName, IfExists = ifExists, Cascade = cascade } });

    /// <summary>The functions of the current database, Spark's own included.</summary>
    /// <returns>The query of them.</returns>
    public DataFrame ListFunctions() => Frame(new() { ListFunctions = new() });

    /// <summary>The functions of a database, Spark's own included.</summary>
    /// <param name="dbName">The database.</param>
    /// <returns>The query of them.</returns>
    public DataFrame ListFunctions(string dbName) => Frame(new() { ListFunctions = new() { DbName = dbName } });

    /// <summary>A function.</summary>
    /// <param name="functionName">Its name.</param>
    /// <returns>The function.</returns>
    /// <exception cref="AnalysisException">There is none of that name.</exception>
    public Function GetFunction(string functionName) => Function(new() { FunctionName = functionName });

    /// <summary>A function of a database.</summary>
    /// <param name="dbName">The database.</param>
    /// <param name="functionName">Its name.</param>
    /// <returns>The function.</returns>
    /// <exception cref="AnalysisException">There is none of that name.</exception>
    public Function GetFunction(string dbName, string functionName) => Function(new() { DbName = dbName, FunctionName = functionName });

    /// <summary>Whether there is a function.</summary>
    /// <param name="functionName">Its name.</param>
    /// <returns>Whether there is.</returns>
    public bool FunctionExists(string functionName) => Flag(new() { FunctionExists = new() { FunctionName = functionName } });

    /// <summary>Whether a database has a function.</summary>
    /// <param name="dbName">The database.</param>
    /// <param name="functionName">Its name.</param>
    /// <returns>Whether it has.</returns>
    public bool FunctionExists(string dbName, string functionName) => Flag(new() { FunctionExists = new() { DbName = dbName, FunctionName = functionName } });

    private static string? Optional(Row row, string column) => row.Schema.Fields.Any(field => field.Name == column) ? row.GetAs<string?>(column) : null;

    private DataFrame Frame(Protocol.Catalog catalog) => _session.Frame(new Relation { Catalog = catalog });

    private void Run(Protocol.Catalog catalog) => Frame(catalog).Collect();

    private Row Row(Protocol.Catalog catalog) => Frame(catalog).First();

    private string Text(Protocol.Catalog catalog) => Row(catalog).GetAs<string>(0);

    private bool Flag(Protocol.Catalog catalog) => Row(catalog).GetAs<bool>(0);

    private Function Function(GetFunction get)
    {
        var row = Row(new() { GetFunction = get });
        return new Function(row.GetAs<string>("name"), Optional(row, "catalog"), Database(row), Optional(row, "description"), row.GetAs<string>("className"), row.GetAs<bool>("isTemporary"));
    }

    private static string? Database(Row row) => row.Get("namespace") is IEnumerable<object?> names ? string.Join('.', names) is { Length: > 0 } name ? name : null : null;
}
