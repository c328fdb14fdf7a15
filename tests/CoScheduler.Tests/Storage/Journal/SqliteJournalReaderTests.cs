using CoScheduler.Master;
using CoScheduler.Storage.Journal;
using CoScheduler.Tests.Master;
using Microsoft.Data.Sqlite;
using Xunit;

namespace CoScheduler.Tests.Storage.Journal;

public sealed class SqliteJournalReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("journal.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Read_WhileAServerHoldsIt_HasItsRecords()
    {
        await using var master = await TestMaster.StartAsync(new SqliteJournal(_folder.Path));
        await master.RunningAsync("t1");
        var journal = SqliteJournalReader.Read(Path);
        Assert.Equal(Enumerable.Range(1, journal.Records.Count), journal.Records.Select(record => (int)record.Number));
        Assert.Contains(journal.Records, record => record.Command is CoScheduler.Pool.LaunchTask);
    }

    [Fact]
    public void Read_NoSuchFile_SaysSo() => Assert.Equal("journal_missing", Code());

    [Fact]
    public void Read_NoJournal_SaysSo()
    {
        File.WriteAllText(Path, new string('x', 5_000));
        Assert.Equal("journal_invalid", Code());
        File.Delete(Path);
        using (var connection = new SqliteConnection($"Data Source={Path};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE other (id INTEGER)";
            command.ExecuteNonQuery();
        }

        Assert.Equal("journal_invalid", Code());
    }

    [Fact]
    public void Read_ANewerVersion_IsRefusedByName()
    {
        using (var journal = new SqliteJournal(_folder.Path))
        {
            journal.Open();
        }

        using (var connection = new SqliteConnection($"Data Source={Path};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "UPDATE head SET version = 99";
            command.ExecuteNonQuery();
        }

        Assert.Equal("journal_newer", Code());
    }

    private string Code() => Assert.Throws<JournalException>(() => SqliteJournalReader.Read(Path)).Code;
}
