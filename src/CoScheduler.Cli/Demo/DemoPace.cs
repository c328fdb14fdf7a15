namespace CoScheduler.Cli.Demo;

/// <summary>
/// How customers come. A customer asks again only when somebody has an answer, so that a slow machine hears fewer requests
/// instead of a longer queue.
/// </summary>
/// <param name="Requests">How many requests at most.</param>
/// <param name="AtOnce">How many wait for their answer at one time, at most.</param>
/// <param name="Interval">From one request to the next, at least.</param>
/// <param name="Length">After this no more are asked.</param>
internal sealed record DemoWave(int Requests, int AtOnce, TimeSpan Interval, TimeSpan Length);

/// <summary>How fast the story goes: an engine of JVMs takes longer to start than one of small processes.</summary>
internal sealed record DemoPace(DemoWave Morning, DemoWave Peak, DemoWave Afternoon, TimeSpan Patience)
{
    public static DemoPace Of(string engine) => engine == "spark"
        ? new DemoPace(
            new DemoWave(40, 4, TimeSpan.FromMilliseconds(150), TimeSpan.FromSeconds(12)),
            new DemoWave(8, 1, TimeSpan.FromMilliseconds(300), TimeSpan.FromSeconds(5)),
            new DemoWave(30, 3, TimeSpan.FromMilliseconds(150), TimeSpan.FromSeconds(10)),
            TimeSpan.FromMinutes(3))
        : new DemoPace(
            new DemoWave(120, 8, TimeSpan.FromMilliseconds(15), TimeSpan.FromSeconds(3)),
            new DemoWave(32, 2, TimeSpan.FromMilliseconds(60), TimeSpan.FromSeconds(2)),
            new DemoWave(120, 8, TimeSpan.FromMilliseconds(15), TimeSpan.FromSeconds(3)),
            TimeSpan.FromSeconds(30));
}
