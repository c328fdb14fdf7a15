using System.Globalization;

namespace CoScheduler.Local.Processes;

/// <summary>A process that can be known again: its id alone is used again by others.</summary>
/// <param name="Pid">Its id.</param>
/// <param name="StartTime">Clock ticks since boot (proc(5), field 22 of <c>/proc/PID/stat</c>).</param>
/// <param name="BootId">Of which boot (<c>/proc/sys/kernel/random/boot_id</c>).</param>
internal sealed record ProcessIdentity(int Pid, long StartTime, string BootId)
{
    private const int StateField = 0;
    private const int SessionField = 3;
    private const int StartTimeField = 19;

    /// <summary>The running boot.</summary>
    public static string CurrentBoot { get; } = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();

    /// <summary>Whether that very process is still there, and not only waits to be taken by its parent.</summary>
    public bool IsAlive => BootId == CurrentBoot && Fields(Pid) is { } fields && fields[StateField] is not ("Z" or "X") && Number(fields[StartTimeField]) == StartTime;

    /// <summary>Who has a process id now.</summary>
    /// <param name="pid">The id.</param>
    /// <returns>The process, or null if there is none.</returns>
    public static ProcessIdentity? Of(int pid) =>
        Fields(pid) is { } fields ? new ProcessIdentity(pid, Number(fields[StartTimeField]), CurrentBoot) : null;

    /// <summary>The session that a process belongs to.</summary>
    /// <param name="pid">The process.</param>
    /// <returns>The id of the session's leader, or null if there is no such process or it has ended.</returns>
    public static int? SessionOf(int pid) =>
        Fields(pid) is { } fields && fields[StateField] is not ("Z" or "X") ? (int)Number(fields[SessionField]) : null;

    /// <summary>The fields from the third on: the second, the name, may hold spaces and brackets.</summary>
    private static string[]? Fields(int pid)
    {
        var text = ProcFile.ReadOrNull($"/proc/{pid}/stat");
        return text is null ? null : text[(text.LastIndexOf(')') + 2)..].TrimEnd().Split(' ');
    }

    private static long Number(string field) => long.Parse(field, CultureInfo.InvariantCulture);
}
