using Microsoft.Extensions.Logging;

namespace CoScheduler.Server.Hosting;

/// <summary>The end of a process whose memory is ahead of its disk.</summary>
internal static class Fatal
{
    /// <summary>The exit code: <c>EX_IOERR</c> of sysexits.h.</summary>
    private const int ExitCode = 74;

    /// <summary>Ends the process at once, without a clean stop; tasks are left to the leash.</summary>
    public static void End(ILogger logger, Exception fault)
    {
        Log.Fatal(logger, fault.Message, fault);
        Console.Error.WriteLine($"coscheduler: the server can't go on: {fault.Message}");
        Environment.Exit(ExitCode);
    }
}
