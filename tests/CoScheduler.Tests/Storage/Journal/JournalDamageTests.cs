using CoScheduler.Master;
using CoScheduler.Storage.Journal;
using Xunit;

namespace CoScheduler.Tests.Storage.Journal;

/// <summary>
/// Files cut anywhere and with any bit flipped, the write-ahead log as a killed server leaves it and the file as a
/// clean stop leaves it: never wrong records, never a gap, never another exception.
/// </summary>
public sealed class JournalDamageTests : IDisposable
{
    private const int Records = 40;
    private const int Tries = 150;

    private readonly TemporaryFolder _folder = TemporaryFolder.InMemory();
    private readonly string _expected = JournalRecords.Text(JournalRecords.Numbered(1, Records));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Open_FileWithFlippedBits_IsWholeOrSaysTorn(int seed)
    {
        var files = Written(killed: false);
        var random = new Random(seed);
        for (var index = 0; index < Tries; index++)
        {
            var damaged = (byte[])files.Database.Clone();
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            Judge(new Files(damaged, null), mayLoseSilently: false);
        }
    }

    [Fact]
    public void Open_HeaderWithABitFlipped_IsWholeOrSaysTorn()
    {
        var files = Written(killed: false);
        for (var bit = 0; bit < 100 * 8; bit += 7)
        {
            var damaged = (byte[])files.Database.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            Judge(new Files(damaged, null), mayLoseSilently: false);
        }
    }

    [Theory]
    [InlineData(1)]
    public void Open_FileCutAnywhere_IsWholeOrSaysTorn(int seed)
    {
        var files = Written(killed: false);
        var random = new Random(seed);
        for (var index = 0; index < Tries; index++)
        {
            Judge(new Files(files.Database[..random.Next(files.Database.Length)], null), mayLoseSilently: false);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Open_LogWithFlippedBits_IsWholeOrLosesItsLastTransactionOrSaysTorn(int seed)
    {
        var files = Written(killed: true);
        var random = new Random(seed);
        for (var index = 0; index < Tries; index++)
        {
            var damaged = (byte[])files.Log!.Clone();
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            Judge(new Files(files.Database, damaged), mayLoseSilently: false);
        }
    }

    [Theory]
    [InlineData(1)]
    public void Open_LogCutAnywhere_GivesTheRecordsBeforeTheCut(int seed)
    {
        var files = Written(killed: true);
        var random = new Random(seed);
        for (var index = 0; index < Tries; index++)
        {
            Judge(new Files(files.Database, files.Log![..random.Next(files.Log.Length)]), mayLoseSilently: true);
        }
    }

    private void Judge(Files files, bool mayLoseSilently)
    {
        using var folder = TemporaryFolder.InMemory();
        File.WriteAllBytes(folder.File("journal.db"), files.Database);
        if (files.Log is not null)
        {
            File.WriteAllBytes(folder.File("journal.db-wal"), files.Log);
        }

        using var journal = new SqliteJournal(folder.Path);
        try
        {
            var content = journal.Open();
            var records = content.Records.ToList();
            Assert.StartsWith(JournalRecords.Text(records), _expected, StringComparison.Ordinal);
            Assert.True(mayLoseSilently || content.Notice is not null || records.Count == Records, $"{records.Count} records and no notice");
            Assert.True(mayLoseSilently || records.Count >= Records - 1, $"{records.Count} records only: {content.Notice}");
        }
        catch (JournalException exception)
        {
            Assert.True(exception.Code is "journal_torn" or "journal_newer", exception.Code);
        }
    }

    /// <summary>A journal's files: copied while it is open, as after a kill, or after it was closed.</summary>
    private Files Written(bool killed)
    {
        using var journal = new SqliteJournal(_folder.Path);
        journal.Open();
        foreach (var record in JournalRecords.Numbered(1, Records))
        {
            journal.Append([record]);
        }

        if (killed)
        {
            return new Files(ReadShared("journal.db"), ReadShared("journal.db-wal"));
        }

        journal.Dispose();
        return new Files(ReadShared("journal.db"), null);
    }

    private byte[] ReadShared(string name)
    {
        using var stream = new FileStream(_folder.File(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private sealed record Files(byte[] Database, byte[]? Log);
}
