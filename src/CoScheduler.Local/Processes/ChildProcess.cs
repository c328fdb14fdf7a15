using System.Runtime.InteropServices;

namespace CoScheduler.Local.Processes;

/// <summary>Waiting for our own children. An ended child that was not taken keeps its process id from being used again.</summary>
internal static unsafe class ChildProcess
{
    /// <summary>Blocks until a child has ended, and leaves it to be taken.</summary>
    /// <param name="pid">The child.</param>
    public static void WaitForEnd(int pid) => _ = Wait(pid, NativeMethods.WaitExited | NativeMethods.WaitKeep);

    /// <summary>Blocks until a child has ended and takes its exit.</summary>
    /// <param name="pid">The child.</param>
    /// <returns>The exit code, 128 + n for signal n.</returns>
    public static int Take(int pid) => Wait(pid, NativeMethods.WaitExited);

    /// <summary>Sends a signal.</summary>
    /// <param name="pid">To whom; the caller knows that the id is still that process's.</param>
    /// <param name="signal">Which.</param>
    /// <returns>Whether there was somebody to send it to.</returns>
    public static bool Signal(int pid, int signal) => NativeMethods.Kill(pid, signal) == 0;

    private static int Wait(int pid, int options)
    {
        var info = stackalloc byte[NativeMethods.SignalInfoSize];
        while (NativeMethods.WaitId(NativeMethods.WaitForPid, (uint)pid, info, options) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error != NativeMethods.ErrorInterrupted)
            {
                throw new InvalidOperationException($"Waiting for process {pid} failed: {Marshal.GetPInvokeErrorMessage(error)}.");
            }
        }

        var status = *(int*)(info + NativeMethods.SignalInfoStatus);
        return *(int*)(info + NativeMethods.SignalInfoCode) == NativeMethods.ChildExited ? status : 128 + status;
    }
}
