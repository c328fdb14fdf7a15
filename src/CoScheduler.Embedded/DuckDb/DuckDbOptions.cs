using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using CoScheduler.Pool;

namespace CoScheduler.Embedded.DuckDb;

/// <summary>How DuckDB's workers are run.</summary>
public sealed record DuckDbOptions
{
    // The longest name that a worker's socket has in its folder, the slash before it included.
    private const int SocketNameBytes = 32;

    private const long DefaultMilliCpus = 1_000;
    private const long DefaultMemoryBytes = 512L << 20;

    /// <summary>What starts this program again, for example <c>dotnet /opt/coscheduler/coscheduler.dll</c>.</summary>
    public required ImmutableArray<string> SelfCommand { get; init; }

    /// <summary>The folder of the workers' sockets, made if it isn't there; see <see cref="SocketFolderIn"/>.</summary>
    public required string SocketFolder { get; init; }

    /// <summary>What one worker takes; <c>cpus:1,mem:512Mi</c> by default.</summary>
    public ResourceVector WorkerShape { get; init; } = ResourceVector.Of(DefaultMilliCpus, DefaultMemoryBytes);

    /// <summary>How many executions a worker runs at once on one cpu, where the role's quota doesn't say.</summary>
    public int SlotsPerCpu { get; init; } = 4;

    /// <summary>How many workers a role has at most.</summary>
    public int MaxWorkers { get; init; } = 16;

    /// <summary>How long a worker may be idle before it is given back.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a role's last worker may be idle before it is given back.</summary>
    public TimeSpan LastIdleTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a worker may take from its launch until it can be connected to.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A folder for sockets that is surely short enough: in the state folder, or else one in the temporary folder.</summary>
    /// <param name="stateFolder">The server's state folder.</param>
    /// <returns>The folder; it need not be there.</returns>
    public static string SocketFolderIn(string stateFolder)
    {
        var inState = Path.Combine(Path.GetFullPath(stateFolder), "workers");
        if (IsShortEnough(inState))
        {
            return inState;
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(inState)))[..16];
        return Path.Combine("/tmp", "coscheduler-" + hash);
    }

    /// <summary>Finds what is wrong.</summary>
    /// <returns>All faults, one sentence each; none if it can be used.</returns>
    public IReadOnlyList<string> Validate()
    {
        var errors = new List<string>();
        Check(!SelfCommand.IsDefaultOrEmpty, "SelfCommand is empty; give what starts this program.");
        Check(IsShortEnough(SocketFolder), $"SocketFolder {SocketFolder} is too long for Unix sockets; give one of at most {WorkerSettings.MaxSocketPathBytes - SocketNameBytes} bytes.");
        Check(SlotsPerCpu >= 1, "SlotsPerCpu is less than 1; give 1 or more.");
        Check(MaxWorkers >= 1, "MaxWorkers is less than 1; give 1 or more.");
        Check(IdleTimeout > TimeSpan.Zero && LastIdleTimeout > TimeSpan.Zero && StartTimeout > TimeSpan.Zero, "A timeout is not positive; give one above 0.");
        return errors;

        void Check(bool right, string error)
        {
            if (!right)
            {
                errors.Add(error);
            }
        }
    }

    private static bool IsShortEnough(string folder) => Encoding.UTF8.GetByteCount(folder) + SocketNameBytes <= WorkerSettings.MaxSocketPathBytes;
}
