using System.Globalization;

namespace CoScheduler.Embedded.DuckDb;

/// <summary>Topics' tables, fed by the server. Changed by one thread at a time.</summary>
internal sealed class TopicTables(Database database)
{
    // Deleted rows stay in DuckDB's memory until their row group is empty; above this many the table is written anew.
    private const int ChangesBeforeCompaction = 50_000;

    private const string RowsSource = "(SELECT unnest(CAST($rows AS JSON[])) AS r)";

    private readonly Dictionary<string, TopicTable> _tables = new(StringComparer.Ordinal);

    /// <summary>The table's view for bodies; made empty if it isn't there.</summary>
    public string ViewOf(WireTopicTable wire) => Get(wire).View;

    /// <summary>Puts rows in.</summary>
    /// <param name="wire">The table.</param>
    /// <param name="reset">Whether it is emptied first.</param>
    /// <param name="rows">A JSON array of <c>{"k":KEY,"v":ROW or null}</c>; a key at most once.</param>
    public void Put(WireTopicTable wire, bool reset, string rows)
    {
        var table = Get(wire);
        var changed = 0;
        database.Change("BEGIN");
        try
        {
            changed += reset
                ? database.Change($"DELETE FROM {table.Name}")
                : database.Change($"DELETE FROM {table.Name} WHERE k IN (SELECT r->>'k' FROM {RowsSource})", ("rows", rows));
            changed += database.Change($"INSERT INTO {table.Name} SELECT {table.Values} FROM {RowsSource} WHERE json_type(r, '$.v') = 'OBJECT'", ("rows", rows));
            database.Change("COMMIT");
        }
        catch (DuckDB.NET.Data.DuckDBException)
        {
            database.Change("ROLLBACK");
            throw;
        }

        table.Changes += changed;
        if (table.Changes > ChangesBeforeCompaction)
        {
            database.Change($"CREATE OR REPLACE TABLE {table.Name} AS SELECT * FROM {table.Name}");
            table.Changes = 0;
        }
    }

    private TopicTable Get(WireTopicTable wire)
    {
        if (_tables.TryGetValue(wire.Id, out var known))
        {
            return known;
        }

        var number = _tables.Count.ToString(CultureInfo.InvariantCulture);
        var table = new TopicTable($"main.topic_{number}", $"main.topic_{number}_rows", Values(wire));
        var columns = string.Join(", ", wire.Columns.Select(c => $"{Database.Quote(c.Name)} {TypeOf(c)}"));
        var names = string.Join(", ", wire.Columns.Select(c => Database.Quote(c.Name)));
        database.Change($"CREATE TABLE {table.Name} (k VARCHAR, {columns}); CREATE VIEW {table.View} AS SELECT {names} FROM {table.Name}");
        _tables.Add(wire.Id, table);
        return table;
    }

    private static string Values(WireTopicTable wire) =>
        "r->>'k', " + string.Join(", ", wire.Columns.Select(c =>
        {
            var text = $"(r->'v'->>{Database.QuoteText("$." + JsonPath(c.Name))})";
            return c.Type == "binary" ? $"from_base64({text})" : $"CAST({text} AS {TypeOf(c)})";
        }));

    // A quoted name in a JSON path, so that a dot in it means nothing.
    private static string JsonPath(string name) => $"\"{name.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string TypeOf(WireColumn column) =>
        SparkTypes.ToDuckDb(column.Type) ?? throw new SourceException($"The column {column.Name} has the type {column.Type}, which the engine duckdb doesn't have.", null);

    private sealed class TopicTable(string view, string name, string values)
    {
        public string View { get; } = view;

        public string Name { get; } = name;

        public string Values { get; } = values;

        public int Changes { get; set; }
    }
}
