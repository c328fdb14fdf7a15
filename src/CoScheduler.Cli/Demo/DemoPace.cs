namespace CoScheduler.Cli.Demo;

/// <summary>How customers come.</summary>
/// <param name="Bursts">How many bursts.</param>
/// <param name="Size">Requests in each.</param>
/// <param name="Interval">From one to the next.</param>
internal sealed record DemoWave(int Bursts, int Size, TimeSpan Interval);

/// <summary>How fast the story goes: an engine of JVMs takes longer to start than one of small processes.</summary>
internal sealed record DemoPace(DemoWave Morning, DemoWave Peak, DemoWave Afternoon, TimeSpan Patience)
{
    public static DemoPace Of(string engine) => engine == "spark"
        ? new DemoPace(
            new DemoWave(8, 4, TimeSpan.FromSeconds(1)),
            new DemoWave(6, 1, TimeSpan.FromSeconds(1)),
            new DemoWave(8, 3, TimeSpan.FromSeconds(1)),
            TimeSpan.FromMinutes(3))
        : new DemoPace(
            new DemoWave(16, 8, TimeSpan.FromMilliseconds(120)),
            new DemoWave(16, 2, TimeSpan.FromMilliseconds(120)),
            new DemoWave(16, 8, TimeSpan.FromMilliseconds(120)),
            TimeSpan.FromSeconds(30));
}
