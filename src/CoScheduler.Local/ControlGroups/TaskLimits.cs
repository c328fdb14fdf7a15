namespace CoScheduler.Local.ControlGroups;

/// <summary>
/// What a task may use. Memory and processes are bounds. Cpus are shares: what others leave idle may be used, and a task
/// gets at least its part when all want more; a quota would leave cores idle that nobody else asked for.
/// </summary>
/// <param name="MilliCpus">Thousandths of a cpu; 0 gets the least share.</param>
/// <param name="MemoryBytes">Bytes; 0 is no bound.</param>
/// <param name="Processes">Processes and threads.</param>
internal sealed record TaskLimits(long MilliCpus, long MemoryBytes, int Processes)
{
    /// <summary>Far above a JVM's or a .NET process' threads, far below what a fork bomb needs to hurt.</summary>
    public const int DefaultProcesses = 8192;

    private const long SharesPerCpu = 1024;
    private const long LeastShares = 2;
    private const long MostShares = 262_144;

    /// <summary>Version 1's <c>cpu.shares</c>, 1024 a cpu.</summary>
    public long CpuShares => Math.Clamp(Math.Min(MilliCpus, MostShares) * SharesPerCpu / 1000, LeastShares, MostShares);

    /// <summary>Version 2's <c>cpu.weight</c>, 1 to 10000, in the proportion that container runtimes use for shares.</summary>
    public long CpuWeight => 1 + ((CpuShares - LeastShares) * 9999 / (MostShares - LeastShares));
}
