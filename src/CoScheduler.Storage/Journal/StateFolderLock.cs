using System.Globalization;
using CoScheduler.Master;

namespace CoScheduler.Storage.Journal;

/// <summary>
/// One server a state folder: an exclusive lock (<c>flock</c>, by <see cref="FileShare.None"/>), which the kernel lifts
/// when the process ends, however it ends. The owner's process id stands in a file beside it, since a locked file can't be read.
/// </summary>
internal sealed class StateFolderLock : IDisposable
{
    private const string LockName = "lock";
    private const string OwnerName = "owner";

    private readonly FileStream _lock;

    private StateFolderLock(FileStream held) => _lock = held;

    public static StateFolderLock Take(string folder)
    {
        var ownerPath = Path.Combine(folder, OwnerName);
        try
        {
            Directory.CreateDirectory(folder);
            var held = new FileStream(Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(ownerPath, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new StateFolderLock(held);
        }
        catch (IOException exception) when (exception.HResult == WouldBlock)
        {
            throw new JournalException(
                "journal_locked", $"The state folder {folder} is in use by process {Owner(ownerPath)}; stop it, or choose another folder with --state.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new JournalException("journal_failed", $"The state folder {folder} can't be used: {exception.Message}", exception);
        }
    }

    public void Dispose() => _lock.Dispose();

    /// <summary>EWOULDBLOCK, as .NET reports a lock that another holds on Linux.</summary>
    private const int WouldBlock = 11;

    private static string Owner(string path) => File.Exists(path) ? File.ReadAllText(path) : "(unknown)";
}
