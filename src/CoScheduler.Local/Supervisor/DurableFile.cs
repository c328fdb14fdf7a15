using System.Runtime.InteropServices;
using CoScheduler.Local.Processes;
using Microsoft.Win32.SafeHandles;

namespace CoScheduler.Local.Supervisor;

/// <summary>Small files that are there whole or not at all, after a loss of power too.</summary>
internal static class DurableFile
{
    /// <summary>Writes a file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="content">All of it.</param>
    /// <exception cref="IOException">It can't be written, for want of space for example.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var unfinished = path + ".new";
        using (var file = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, path, overwrite: true);
        Flush(Path.GetDirectoryName(path)!);
    }

    /// <summary>The name of a file is in its folder, and lasts only when that is flushed as well.</summary>
    private static void Flush(string folder)
    {
        var descriptor = NativeMethods.Open(folder, NativeMethods.OpenReadOnly | NativeMethods.OpenCloseOnExec, 0);
        if (descriptor < 0)
        {
            throw new IOException($"{folder} can't be opened: {Marshal.GetLastPInvokeErrorMessage()}.");
        }

        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        RandomAccess.FlushToDisk(handle);
    }
}
