using System.Runtime.InteropServices;

namespace CoScheduler.Local.Processes;

/// <summary>
/// Starts processes with posix_spawn rather than <see cref="System.Diagnostics.Process"/>: output goes straight to files,
/// the child gets a session of its own, and whoever called waits for it on the same thread, which the parent-death signal
/// follows.
/// </summary>
internal static unsafe class ProcessSpawner
{
    private const int PrivateFile = 0x180;
    private const int AppendFlags = NativeMethods.OpenWriteOnly | NativeMethods.OpenCreate | NativeMethods.OpenAppend;
    private const short Flags = NativeMethods.SpawnSetSession | NativeMethods.SpawnSetSignalDefaults | NativeMethods.SpawnSetSignalMask;

    private static readonly delegate* unmanaged<byte*, int, int> AddCloseFrom = FindCloseFrom();

    /// <summary>Starts a process.</summary>
    /// <param name="order">What.</param>
    /// <returns>Its process id. The caller must wait for it (<see cref="ChildProcess"/>).</returns>
    /// <exception cref="SpawnException">It could not be started.</exception>
    public static int Spawn(SpawnOrder order)
    {
        var actions = stackalloc byte[NativeMethods.OpaqueSize];
        var attributes = stackalloc byte[NativeMethods.OpaqueSize];
        Check(NativeMethods.InitActions(actions), order);
        Check(NativeMethods.InitAttributes(attributes), order);
        try
        {
            SetAttributes(attributes, order);
            SetDescriptors(actions, order);
            return Spawn(order, actions, attributes);
        }
        finally
        {
            _ = NativeMethods.DestroyActions(actions);
            _ = NativeMethods.DestroyAttributes(attributes);
        }
    }

    private static int Spawn(SpawnOrder order, byte* actions, byte* attributes)
    {
        using var arguments = new NativeStrings(order.Command);
        using var environment = new NativeStrings(order.Environment.Select(pair => $"{pair.Key}={pair.Value}"));
        int pid;
        Check(NativeMethods.Spawn(&pid, arguments.Pointer[0], actions, attributes, arguments.Pointer, environment.Pointer), order);
        return pid;
    }

    private static void SetAttributes(byte* attributes, SpawnOrder order)
    {
        // .NET ignores SIGPIPE, and ignored signals would stay ignored in the child.
        var signals = stackalloc byte[NativeMethods.OpaqueSize];
        _ = NativeMethods.FillSignals(signals);
        Check(NativeMethods.SetSignalDefaults(attributes, signals), order);
        _ = NativeMethods.EmptySignals(signals);
        Check(NativeMethods.SetSignalMask(attributes, signals), order);
        Check(NativeMethods.SetFlags(attributes, Flags), order);
    }

    private static void SetDescriptors(byte* actions, SpawnOrder order)
    {
        Check(order.InputDescriptor is { } input
            ? NativeMethods.AddDuplicate(actions, input, 0)
            : NativeMethods.AddOpen(actions, 0, "/dev/null", NativeMethods.OpenReadOnly, 0), order);
        Check(NativeMethods.AddOpen(actions, 1, order.OutputFile, AppendFlags, PrivateFile), order);
        Check(NativeMethods.AddOpen(actions, 2, order.ErrorFile, AppendFlags, PrivateFile), order);
        if (order.KeptDescriptor is { } kept)
        {
            Check(NativeMethods.AddDuplicate(actions, kept, 3), order);
        }

        CloseFrom(actions, order.KeptDescriptor is null ? 3 : 4, order);
    }

    /// <summary>Native libraries open sockets without close-on-exec: a child that kept them would hold our ports.</summary>
    private static void CloseFrom(byte* actions, int first, SpawnOrder order)
    {
        if (AddCloseFrom != null)
        {
            Check(AddCloseFrom(actions, first), order);
            return;
        }

        foreach (var entry in Directory.EnumerateFileSystemEntries("/proc/self/fd"))
        {
            if (int.Parse(Path.GetFileName(entry), System.Globalization.CultureInfo.InvariantCulture) is var open && open >= first)
            {
                Check(NativeMethods.AddClose(actions, open), order);
            }
        }
    }

    /// <summary>glibc has it from 2.34 on, musl has not.</summary>
    private static delegate* unmanaged<byte*, int, int> FindCloseFrom() =>
        NativeLibrary.TryLoad("libc", typeof(ProcessSpawner).Assembly, null, out var library)
            && NativeLibrary.TryGetExport(library, "posix_spawn_file_actions_addclosefrom_np", out var export)
            ? (delegate* unmanaged<byte*, int, int>)export
            : null;

    private static void Check(int error, SpawnOrder order)
    {
        if (error != 0)
        {
            throw new SpawnException($"{order.Command[0]} could not be started: {Marshal.GetPInvokeErrorMessage(error)} (its output goes to {order.OutputFile}).");
        }
    }
}
