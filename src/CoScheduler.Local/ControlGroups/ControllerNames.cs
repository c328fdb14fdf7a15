namespace CoScheduler.Local.ControlGroups;

/// <summary>The controllers we use, as the kernel names them.</summary>
internal static class ControllerNames
{
    public const string Cpu = "cpu";
    public const string Memory = "memory";
    public const string Pids = "pids";

    /// <summary>Version 1 only; of version 2, every group can be frozen and killed.</summary>
    public const string Freezer = "freezer";

    /// <summary>What limits tasks.</summary>
    public static readonly string[] Limiting = [Cpu, Memory, Pids];
}
