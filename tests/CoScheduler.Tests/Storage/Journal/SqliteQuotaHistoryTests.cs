using CoScheduler.Master;
using CoScheduler.Pool;
using CoScheduler.Storage.Journal;
using CoScheduler.Tests.Scenarios;
using Microsoft.Data.Sqlite;
using Xunit;

namespace CoScheduler.Tests.Storage.Journal;

public sealed class SqliteQuotaHistoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_AfterRestartsAndATrimmedJournal_HasEveryVersion()
    {
        Write(journal =>
        {
            journal.Append([Record(1, "a weight=1", new Origin("ann", "begin")), JournalRecords.One(2)]);
            journal.Append([Record(3, "a weight=2", null)]);
        });
        Write(journal =>
        {
            journal.Append([Record(4, "a weight=3", new Origin("bob", null))]);
            journal.SaveState(4 + SqliteJournal.RecordsKept, default, "{}"u8.ToArray());
        });

        var changes = new SqliteQuotaHistory(_folder.Path).Read(null, 10);

        Assert.Equal([(3, 4, 3, 2), (2, 3, 2, 1), (1, 1, 1, 0)], changes.Select(c => ((int)c.Version, (int)c.Number, c.Quota.Roles["a"].Weight, c.Before?.Roles["a"].Weight ?? 0)));
        Assert.Equal([new Origin("bob", null), null, new Origin("ann", "begin")], changes.Select(c => c.Origin));
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(1), changes[2].Wall);
    }

    [Fact]
    public void Read_ByPages_GivesEachOnceWithTheOneBefore()
    {
        Write(journal => journal.Append([.. Enumerable.Range(1, 5).Select(i => Record(i, $"a weight={i}", null))]));
        var history = new SqliteQuotaHistory(_folder.Path);

        var page = history.Read(4, 2);

        Assert.Equal([3, 2], page.Select(c => c.Version));
        Assert.Equal([2, 1], page.Select(c => c.Before!.Roles["a"].Weight));
        Assert.Equal(5, history.Find(5)!.Quota.Roles["a"].Weight);
        Assert.All<long>([0, 6, -1, long.MaxValue], version => Assert.Null(history.Find(version)));
    }

    [Fact]
    public void Open_RecordThatWasCutOff_IsNoVersion()
    {
        Write(journal => journal.Append([Record(1, "a", null), Record(2, "b", null)]));
        Execute("UPDATE record SET checksum = 0 WHERE number = 2");
        Write(journal => journal.Append([Record(2, "c", null)]));

        Assert.Equal(["c", "a"], new SqliteQuotaHistory(_folder.Path).Read(null, 10).Select(c => c.Quota.Roles.Keys.Single()));
    }

    [Fact]
    public void Open_JournalOfBeforeTheHistory_BeginsIt()
    {
        Write(journal => journal.Append([Record(1, "a", null)]));
        Execute("DROP TABLE quota");
        Write(journal => journal.Append([Record(2, "b", null)]));

        Assert.Equal(["b"], new SqliteQuotaHistory(_folder.Path).Read(null, 10).Select(c => c.Quota.Roles.Keys.Single()));
    }

    [Fact]
    public void Read_DamagedVersion_SaysSo()
    {
        Write(journal => journal.Append([Record(1, "a", null)]));
        Execute("UPDATE quota SET body = x'7B7D'");

        Assert.Equal("journal_failed", Assert.Throws<JournalException>(() => new SqliteQuotaHistory(_folder.Path).Read(null, 1)).Code);
    }

    private static JournalRecord Record(long number, string quota, Origin? origin) =>
        JournalRecords.One(number) with { Command = new SetQuota(ScenarioCommands.Quota(quota)), Origin = origin };

    private void Write(Action<SqliteJournal> write)
    {
        using var journal = new SqliteJournal(_folder.Path);
        journal.Open();
        write(journal);
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.File("journal.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
