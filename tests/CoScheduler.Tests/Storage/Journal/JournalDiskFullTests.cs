using System.Diagnostics;
using CoScheduler.Master;
using CoScheduler.Storage.Journal;
using Xunit;

namespace CoScheduler.Tests.Storage.Journal;

/// <summary>On a file system of a few pages, which only root can mount.</summary>
public sealed class JournalDiskFullTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public JournalDiskFullTests() =>
        Assert.SkipUnless(Run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", _folder.Path), "A small file system can't be mounted here.");

    public void Dispose()
    {
        Run("umount", "-l", _folder.Path);
        _folder.Dispose();
    }

    [Fact]
    public void Append_DiskIsFull_SaysSo_AndEverythingBeforeIsKept()
    {
        long committed = 0;
        using (var journal = new SqliteJournal(_folder.Path))
        {
            journal.Open();
            var failure = Assert.Throws<JournalException>(() =>
            {
                for (var number = 1; number < 10_000; number++)
                {
                    journal.Append([JournalRecords.One(number)]);
                    committed = number;
                }
            });
            Assert.Equal("journal_failed", failure.Code);
            Assert.Contains("is full", failure.Message, StringComparison.Ordinal);
        }

        Assert.True(Run("mount", "-o", "remount,size=4m", _folder.Path));
        using var again = new SqliteJournal(_folder.Path);
        Assert.Equal(committed, again.Open().Records.Count());
    }

    [Fact]
    public void Open_DiskIsFull_SaysSo()
    {
        File.WriteAllBytes(_folder.File("filler"), new byte[250 * 1024]);
        using var journal = new SqliteJournal(_folder.Path);

        var failure = Assert.Throws<JournalException>(() => journal.Open());

        Assert.Equal("journal_failed", failure.Code);
        Assert.Contains("full", failure.Message, StringComparison.Ordinal);
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
