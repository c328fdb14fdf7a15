using System.Text;
using CoScheduler.Master;
using CoScheduler.Pool;
using CoScheduler.Storage.Journal;
using Microsoft.Data.Sqlite;
using Xunit;

namespace CoScheduler.Tests.Storage.Journal;

public sealed class SqliteJournalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_NewFolder_GivesTheFirstEpochAndNothingToRestore()
    {
        using var journal = new SqliteJournal(_folder.File("state"));

        var content = journal.Open();

        Assert.Equal((1, 0, null, null), (content.Epoch, content.StateNumber, content.State, content.Notice));
        Assert.Empty(content.Records);
    }

    [Fact]
    public void Open_AfterAppends_GivesEveryRecordAndAHigherEpoch()
    {
        var records = JournalRecords.Numbered(1, 300);
        Write(journal =>
        {
            journal.Append(records[..256]);
            journal.Append(records[256..]);
        });

        using var again = new SqliteJournal(_folder.Path);
        var content = again.Open();

        Assert.Equal(2, content.Epoch);
        Assert.Equal(JournalRecords.Text(records), JournalRecords.Text(content.Records));
    }

    [Fact]
    public void Open_AfterAState_GivesItAndTheRecordsBehindIt()
    {
        Write(journal =>
        {
            journal.Append(JournalRecords.Numbered(1, 10));
            journal.SaveState(10, new PoolTime(123), Encoding.UTF8.GetBytes("whole state"));
            journal.Append(JournalRecords.Numbered(11, 12));
        });

        using var again = new SqliteJournal(_folder.Path);
        var content = again.Open();

        Assert.Equal((10, new PoolTime(123), "whole state"), (content.StateNumber, content.StateAt, Encoding.UTF8.GetString(content.State!)));
        Assert.Equal(JournalRecords.Text(JournalRecords.Numbered(11, 12)), JournalRecords.Text(content.Records));
    }

    [Fact]
    public void Open_WhileAnotherHasIt_IsRefusedWithTheOwnersProcess()
    {
        using var journal = new SqliteJournal(_folder.Path);
        journal.Open();
        using var second = new SqliteJournal(_folder.Path);

        var refusal = Assert.Throws<JournalException>(() => second.Open());

        Assert.Equal("journal_locked", refusal.Code);
        Assert.Contains($"process {Environment.ProcessId}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_AfterTheOwnerEnded_Succeeds()
    {
        Write(journal => journal.Append(JournalRecords.Numbered(1, 1)));

        using var again = new SqliteJournal(_folder.Path);

        Assert.Equal(2, again.Open().Epoch);
    }

    [Fact]
    public void Open_FileOfANewerVersion_IsRefusedByName()
    {
        Write(journal => journal.Append(JournalRecords.Numbered(1, 3)));
        Change("UPDATE head SET version = 2");
        using var again = new SqliteJournal(_folder.Path);

        var refusal = Assert.Throws<JournalException>(() => again.Open());

        Assert.Equal("journal_newer", refusal.Code);
        Assert.Contains("version 2", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_RecordOfANewerEngine_IsRefusedByName()
    {
        Write(journal => journal.Append([JournalRecords.One(1, engine: ResourcePool.EngineVersion + 1)]));
        using var again = new SqliteJournal(_folder.Path);

        Assert.Equal("journal_newer", Assert.Throws<JournalException>(() => again.Open()).Code);
    }

    [Fact]
    public void Open_LastRecordTorn_IsCutOffAndSaid()
    {
        Write(journal => journal.Append(JournalRecords.Numbered(1, 3)));
        Change("UPDATE record SET body = x'00' WHERE number = 3");

        using (var again = new SqliteJournal(_folder.Path))
        {
            var content = again.Open();
            Assert.Contains("3, was torn; it was cut off", content.Notice!, StringComparison.Ordinal);
            Assert.Equal(2, content.Records.Count());
            again.Append([JournalRecords.One(3, 2)]);
        }

        using var third = new SqliteJournal(_folder.Path);
        Assert.Equal(3, third.Open().Records.Count());
    }

    [Theory]
    [InlineData("UPDATE record SET body = x'00' WHERE number = 2", "record 2")]
    [InlineData("UPDATE record SET checksum = checksum + 1 WHERE number = 1", "record 1")]
    [InlineData("DELETE FROM record WHERE number = 2", "record 2")]
    [InlineData("DELETE FROM record WHERE number = 3", "record 3")]
    [InlineData("UPDATE record SET number = 7 WHERE number = 3", "record 3")]
    [InlineData("DELETE FROM head", "record 1")]
    [InlineData("UPDATE head SET last = 4", "record 1")]
    public void Open_TornBeforeItsEnd_StopsWithTheRecord(string damage, string named)
    {
        Write(journal => journal.Append(JournalRecords.Numbered(1, 3)));
        Change(damage);
        using var again = new SqliteJournal(_folder.Path);

        var refusal = Assert.Throws<JournalException>(() => again.Open());

        Assert.Equal("journal_torn", refusal.Code);
        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_StateTorn_StopsWithItsRecord()
    {
        Write(journal =>
        {
            journal.Append(JournalRecords.Numbered(1, 3));
            journal.SaveState(2, new PoolTime(20), [1, 2, 3]);
        });
        Change("UPDATE state SET body = x'0102'");
        using var again = new SqliteJournal(_folder.Path);

        var refusal = Assert.Throws<JournalException>(() => again.Open());

        Assert.Equal("journal_torn", refusal.Code);
        Assert.Contains("record 2", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Append_DiskFull_FailsWithASentence_AndKeepsWhatWasCommitted()
    {
        using (var journal = new SqliteJournal(_folder.Path))
        {
            journal.Open();
            journal.LimitPages(12);
            var failure = Assert.Throws<JournalException>(() =>
            {
                for (var number = 1; number < 1000; number++)
                {
                    journal.Append([JournalRecords.One(number)]);
                }
            });
            Assert.Equal("journal_failed", failure.Code);
            Assert.Contains("is full", failure.Message, StringComparison.Ordinal);
        }

        using var again = new SqliteJournal(_folder.Path);
        var content = again.Open();
        var kept = content.Records.Count();
        Assert.InRange(kept, 1, 998);
        Assert.Null(content.Notice);
    }

    [Fact]
    public void Append_GapInNumbers_IsABug()
    {
        using var journal = new SqliteJournal(_folder.Path);
        journal.Open();

        Assert.Throws<InvalidOperationException>(() => journal.Append([JournalRecords.One(2)]));
    }

    [Fact]
    public void SaveState_LetsOldRecordsGo()
    {
        Write(journal =>
        {
            journal.Append(JournalRecords.Numbered(1, 20));
            journal.SaveState(SqliteJournal.RecordsKept + 5, new PoolTime(1), [1]);
        });

        Assert.Equal(6L, Ask("SELECT min(number) FROM record"));
    }

    [Fact]
    public void Open_FolderThatIsAFile_Fails()
    {
        File.WriteAllText(_folder.File("state"), "");
        using var journal = new SqliteJournal(_folder.File("state"));

        Assert.Equal("journal_failed", Assert.Throws<JournalException>(() => journal.Open()).Code);
    }

    private void Write(Action<SqliteJournal> write)
    {
        using var journal = new SqliteJournal(_folder.Path);
        journal.Open();
        write(journal);
    }

    private void Change(string sql)
    {
        using var connection = SqliteConnections.Open(_folder.File("journal.db"), SqliteOpenMode.ReadWrite);
        SqliteConnections.Execute(connection, sql);
    }

    private object? Ask(string sql)
    {
        using var connection = SqliteConnections.Open(_folder.File("journal.db"), SqliteOpenMode.ReadWrite);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
