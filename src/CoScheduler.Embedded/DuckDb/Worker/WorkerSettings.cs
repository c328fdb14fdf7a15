using System.Globalization;

namespace CoScheduler.Embedded.DuckDb;

/// <summary>What a worker is started with.</summary>
/// <param name="Socket">Where it listens.</param>
/// <param name="Threads">How many threads DuckDB runs.</param>
/// <param name="MemoryBytes">How much memory DuckDB may use.</param>
internal sealed record WorkerSettings(string Socket, int Threads, long MemoryBytes)
{
    /// <summary>The longest path that a Unix socket's address holds on Linux (sun_path has 108 bytes with the closing zero).</summary>
    public const int MaxSocketPathBytes = 107;

    private const string SocketFlag = "--socket";
    private const string ThreadsFlag = "--threads";
    private const string MemoryFlag = "--memory";

    /// <summary>The arguments that <see cref="Parse"/> reads.</summary>
    public IReadOnlyList<string> ToArguments() =>
    [
        SocketFlag, Socket,
        ThreadsFlag, Threads.ToString(CultureInfo.InvariantCulture),
        MemoryFlag, MemoryBytes.ToString(CultureInfo.InvariantCulture),
    ];

    /// <summary>Reads the arguments.</summary>
    /// <returns>The settings, or null with an error.</returns>
    public static WorkerSettings? Parse(IReadOnlyList<string> arguments, out string? error)
    {
        var flags = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i + 1 < arguments.Count; i += 2)
        {
            flags[arguments[i]] = arguments[i + 1];
        }

        if (!flags.TryGetValue(SocketFlag, out var socket)
            || !int.TryParse(flags.GetValueOrDefault(ThreadsFlag), CultureInfo.InvariantCulture, out var threads) || threads < 1
            || !long.TryParse(flags.GetValueOrDefault(MemoryFlag), CultureInfo.InvariantCulture, out var memory) || memory < 1)
        {
            error = $"Give {SocketFlag} PATH {ThreadsFlag} N {MemoryFlag} BYTES.";
            return null;
        }

        error = System.Text.Encoding.UTF8.GetByteCount(socket) > MaxSocketPathBytes
            ? $"The socket's path is longer than {MaxSocketPathBytes} bytes; give a shorter one."
            : null;
        return error is null ? new WorkerSettings(socket, threads, memory) : null;
    }
}
