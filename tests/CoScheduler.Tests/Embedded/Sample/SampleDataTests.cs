using CoScheduler.Embedded.Sample;
using DuckDB.NET.Data;
using Xunit;

namespace CoScheduler.Tests.Embedded.Sample;

public sealed class SampleDataTests
{
    private static readonly string[] _tables = ["districts", "merchants", "coupons", "customers", "preferences", "purchases", "reservations"];

    [Fact]
    public void Files_MadeAgain_HoldWhatIsCheckedIn()
    {
        var folder = Directory.CreateTempSubdirectory("sample-");
        try
        {
            SampleFiles.Write(new SampleData(SampleData.DefaultSeed), folder.FullName);
            using var connection = new DuckDBConnection("DataSource=:memory:");
            connection.Open();
            using var alone = connection.CreateCommand();
            alone.CommandText = "SET threads = 1";
            alone.ExecuteNonQuery();
            foreach (var table in _tables)
            {
                var made = Path.Combine(folder.FullName, table + ".parquet");
                var kept = Path.Combine(SampleAnalyses.Jobs, "data", table + ".parquet");
                Assert.Equal(Checksum(connection, kept), Checksum(connection, made));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Data_OfTheDefaultSeed_IsLargeEnough()
    {
        var data = SampleData.Default;

        Assert.True(data.Purchases.Count >= 100_000);
        Assert.True(data.Reservations.Count >= 100_000);
        Assert.Equal(data.Places.Count, data.Places.Count(p => data.Districts.Any(d => d.Id == p.District)));
    }

    [Fact]
    public void Random_FromASeed_IsTheKnownSequence()
    {
        var random = new SplitMix64(1234567);

        Assert.Equal([6457827717110365317UL, 3203168211198807973UL, 9817491932198370423UL], [random.Next(), random.Next(), random.Next()]);
    }

    // Rows in their order, so that a file in another order is another file; several threads would read them in any.
    private static object Checksum(DuckDBConnection connection, string file)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT sha256(string_agg(CAST(sha256(CAST(r AS VARCHAR)) AS VARCHAR), '')) FROM (SELECT r FROM read_parquet('{file}') r)";
        return command.ExecuteScalar()!;
    }
}
