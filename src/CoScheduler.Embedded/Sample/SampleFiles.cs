using DuckDB.NET.Data;

namespace CoScheduler.Embedded.Sample;

/// <summary>Writes <see cref="SampleData"/> as the Parquet files that the analyses in <c>jobs</c> read.</summary>
public static class SampleFiles
{
    /// <summary>Writes all files; those that are there are replaced.</summary>
    /// <param name="data">The data.</param>
    /// <param name="folder">An existing folder.</param>
    public static void Write(SampleData data, string folder)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        Run(connection, "SET threads = 1; SET TimeZone = 'UTC'");
        var writer = new TableWriter(connection, folder);
        writer.Write("districts", "id INTEGER, name VARCHAR", data.Districts, (row, d) => row.AppendValue(d.Id).AppendValue(d.Name));
        writer.Write("merchants", "id BIGINT, name VARCHAR, category VARCHAR, price_level INTEGER, district INTEGER, lat DOUBLE, lon DOUBLE", data.Merchants, (row, m) =>
            row.AppendValue(m.Id).AppendValue(m.Name).AppendValue(m.Category).AppendValue(m.PriceLevel).AppendValue(m.District).AppendValue(m.Lat).AppendValue(m.Lon));
        writer.Write("coupons", "id BIGINT, merchant BIGINT, title VARCHAR, percent INTEGER", data.Coupons, (row, c) =>
            row.AppendValue(c.Id).AppendValue(c.Merchant).AppendValue(c.Title).AppendValue(c.Percent));
        writer.Write("customers", "id BIGINT, price_level INTEGER, home_lat DOUBLE, home_lon DOUBLE", data.Customers, (row, c) =>
            row.AppendValue(c.Id).AppendValue(c.PriceLevel).AppendValue(c.HomeLatE5 / 1e5).AppendValue(c.HomeLonE5 / 1e5));
        writer.Write("preferences", "customer BIGINT, category VARCHAR, weight INTEGER", data.Preferences, (row, p) =>
            row.AppendValue(p.Customer).AppendValue(p.Category).AppendValue(p.Weight));
        writer.Write("purchases", "id BIGINT, customer BIGINT, merchant BIGINT, amount DECIMAL(9,2), bought_at TIMESTAMPTZ", data.Purchases, (row, p) =>
            row.AppendValue(p.Id).AppendValue(p.Customer).AppendValue(p.Merchant).AppendValue(p.Cents / 100m).AppendValue(DateTimeOffset.FromUnixTimeSeconds(p.At)));
        writer.Write("reservations", "id BIGINT, merchant BIGINT, district INTEGER, guests INTEGER, reserved_at TIMESTAMPTZ", data.Reservations, (row, r) =>
            row.AppendValue(r.Id).AppendValue(r.Merchant).AppendValue(r.District).AppendValue(r.Guests).AppendValue(DateTimeOffset.FromUnixTimeSeconds(r.At)));
    }

    private static void Run(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private sealed class TableWriter(DuckDBConnection connection, string folder)
    {
        public void Write<T>(string name, string columns, IEnumerable<T> rows, Func<IDuckDBAppenderRow, T, IDuckDBAppenderRow> append)
        {
            Run(connection, $"CREATE TABLE {name} ({columns})");
            using (var appender = connection.CreateAppender(name))
            {
                foreach (var row in rows)
                {
                    append(appender.CreateRow(), row).EndRow();
                }
            }

            var file = Path.Combine(folder, name + ".parquet").Replace("'", "''", StringComparison.Ordinal);
            Run(connection, $"COPY {name} TO '{file}' (FORMAT parquet, COMPRESSION zstd)");
        }
    }
}
