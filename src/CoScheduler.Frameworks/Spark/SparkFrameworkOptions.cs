using CoScheduler.Pool;

namespace CoScheduler.Frameworks.Spark;

/// <summary>How the Spark framework works on this server; what concerns Spark itself is in <see cref="SparkSettings"/>.</summary>
public sealed record SparkFrameworkOptions
{
    /// <summary>The framework's id.</summary>
    public static readonly FrameworkId DefaultId = new("spark");

    /// <summary>The id that it keeps over restarts.</summary>
    public FrameworkId Id { get; init; } = DefaultId;

    /// <summary>Where it keeps launch files and class-data archives: the server's state directory.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>The address that drivers and executors bind and reach each other by.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>How long a driver may take until it takes queries.</summary>
    public TimeSpan DriverStart { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long an executor may take until it has registered.</summary>
    public TimeSpan ExecutorStart { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>After how many failed starts in a row the requests that wait are failed.</summary>
    public int StartFailures { get; init; } = 4;

    /// <summary>How long work must have lacked executors before more are asked for.</summary>
    public TimeSpan GrowAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long work must have lasted before its driver is looked at, and how often from then on.</summary>
    public TimeSpan BusyPoll { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How often a driver without work is looked at.</summary>
    public TimeSpan IdlePoll { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a driver that starts is looked at.</summary>
    public TimeSpan StartPoll { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Whether the first driver and executor record class-data archives as they exit, which takes them some seconds then and halves later starts.</summary>
    public bool RecordArchives { get; init; } = true;

    /// <summary>How long a driver or executor that records an archive may take to exit when nobody needs its place.</summary>
    public TimeSpan RecordingGrace { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long offers on an agent stay away after one was declined.</summary>
    public TimeSpan DeclineFilter { get; init; } = TimeSpan.FromSeconds(5);

    internal long FirstBackoff { get; init; } = 1000;

    internal long LongestBackoff { get; init; } = 60_000;
}
