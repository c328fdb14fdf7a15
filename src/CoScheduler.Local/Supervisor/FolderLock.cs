using System.Runtime.InteropServices;
using CoScheduler.Local.Processes;
using Microsoft.Win32.SafeHandles;

namespace CoScheduler.Local.Supervisor;

/// <summary>
/// One supervisor a folder. The lock is flock(2)'s, which belongs to the open file: the guardian keeps it until what its
/// supervisor left is gone, so the next one can't start tasks that the guardian would take for leftovers.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private const int ReadWrite = 2;
    private const int PrivateFile = 0x180;

    private readonly SafeFileHandle _file;

    private FolderLock(SafeFileHandle file) => _file = file;

    /// <summary>The descriptor, for the guardian to keep.</summary>
    public int Descriptor => (int)_file.DangerousGetHandle();

    /// <summary>Waits for the lock.</summary>
    /// <param name="path">The lock file.</param>
    /// <param name="limit">How long.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The lock, or null if another supervisor has it still.</returns>
    public static async Task<FolderLock?> AcquireAsync(string path, TimeSpan limit, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var file = Open(path);
        var began = timeProvider.GetTimestamp();
        while (NativeMethods.FileLock((int)file.DangerousGetHandle(), NativeMethods.LockExclusive | NativeMethods.LockNonBlocking) != 0)
        {
            if (timeProvider.GetElapsedTime(began) >= limit)
            {
                file.Dispose();
                return null;
            }

            await Task.Delay(Pause, timeProvider, cancellationToken).ConfigureAwait(false);
        }

        return new FolderLock(file);
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();

    private static SafeFileHandle Open(string path)
    {
        var descriptor = NativeMethods.Open(path, ReadWrite | NativeMethods.OpenCreate | NativeMethods.OpenCloseOnExec, PrivateFile);
        return descriptor >= 0
            ? new SafeFileHandle(descriptor, ownsHandle: true)
            : throw new IOException($"{path} can't be opened: {Marshal.GetLastPInvokeErrorMessage()}.");
    }
}
