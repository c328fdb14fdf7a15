using System.Runtime.InteropServices;
using CoScheduler.Local.Processes;
using Microsoft.Win32.SafeHandles;

namespace CoScheduler.Local.Supervisor;

/// <summary>
/// A shell that waits for the supervisor's end and kills what it left. The parent-death signal ends a task's first process
/// only; its children would live on if the supervisor was killed. It keeps the folder's lock until it is done.
/// </summary>
internal sealed class Guardian : IDisposable
{
    /// <summary>
    /// Standard input ends when the supervisor does, however it ends. The first argument is our mark, the others are the
    /// folders of our control groups. Descriptor 3 is the lock.
    /// </summary>
    private const string Script =
        """
        trap '' TERM INT HUP
        read -r line
        mark=COSCHEDULER_OWNER=$1
        shift
        round=0
        while [ $round -lt 200 ]; do
          left=
          for group in "$@"; do
            for task in "$group"/t-*; do
              [ -d "$task" ] || continue
              if [ -e "$task/cgroup.kill" ]; then echo 1 > "$task/cgroup.kill"; fi
              while read -r pid; do kill -9 "$pid" && left=1; done < "$task/cgroup.procs"
            done
          done
          for file in $(grep -alzx "$mark" /proc/[0-9]*/environ); do
            pid=${file#/proc/}
            kill -9 "${pid%/environ}" && left=1
          done
          [ -z "$left" ] && break
          sleep 0.02
          round=$((round + 1))
        done 2>/dev/null
        for group in "$@"; do rmdir "$group"/t-* "$group"; done 2>/dev/null
        """;

    private readonly SafeFileHandle _life;

    private Guardian(SafeFileHandle life) => _life = life;

    /// <summary>Starts a guardian.</summary>
    /// <param name="folder">The agent's folder.</param>
    /// <param name="folderLock">Its lock.</param>
    /// <param name="groups">The folders of our control groups.</param>
    /// <returns>The guardian; it acts when this is disposed of, or when the process ends.</returns>
    public static Guardian Start(AgentFolder folder, FolderLock folderLock, IEnumerable<string> groups)
    {
        var (read, write) = CreatePipe();
        using (read)
        {
            _ = ProcessSpawner.Spawn(new SpawnOrder
            {
                Command = ["/bin/sh", "-c", Script, "coscheduler-guardian", folder.Owner, .. groups],
                Environment = MinimalEnvironment.Create(),
                OutputFile = folder.SupervisorLog,
                ErrorFile = folder.SupervisorLog,
                InputDescriptor = (int)read.DangerousGetHandle(),
                KeptDescriptor = folderLock.Descriptor,
            });
        }

        return new Guardian(write);
    }

    /// <inheritdoc />
    public void Dispose() => _life.Dispose();

    private static unsafe (SafeFileHandle Read, SafeFileHandle Write) CreatePipe()
    {
        var ends = stackalloc int[2];
        return NativeMethods.Pipe(ends, NativeMethods.OpenCloseOnExec) == 0
            ? (new SafeFileHandle(ends[0], ownsHandle: true), new SafeFileHandle(ends[1], ownsHandle: true))
            : throw new SpawnException($"A pipe could not be made: {Marshal.GetLastPInvokeErrorMessage()}.");
    }
}
