using CoScheduler.Pool;

namespace CoScheduler.Frameworks.Spark;

/// <summary>Follows drivers from their start on.</summary>
internal interface IDriverWatcher
{
    /// <summary>Begins to follow a driver.</summary>
    /// <param name="labels">The driver.</param>
    /// <param name="news">Hears of it, from any thread.</param>
    /// <returns>Disposed when the driver has ended.</returns>
    IDriverWatch Watch(TaskLabels labels, Action<DriverNews> news);
}

/// <summary>A driver that is followed.</summary>
internal interface IDriverWatch : IDisposable
{
    /// <summary>Whether the driver has work: then it is looked at often.</summary>
    bool Busy { get; set; }

    /// <summary>Has a small query run, so that JVMs which have just come load their classes before a request needs them; <see cref="DriverWarmed"/> tells its end.</summary>
    void Warm(int slots);
}

/// <summary>What is heard of a driver.</summary>
internal abstract record DriverNews(TaskId Driver);

/// <summary>Executors can register.</summary>
internal sealed record DriverRegisters(TaskId Driver) : DriverNews(Driver);

/// <summary>It takes queries.</summary>
internal sealed record DriverServes(ServingDriver Serving) : DriverNews(Serving.Task);

/// <summary>It has run its warming query, or tried to for as long as is worth it.</summary>
internal sealed record DriverWarmed(TaskId Driver) : DriverNews(Driver);

/// <summary>It was looked at.</summary>
internal sealed record DriverSampled(TaskId Driver, DriverSample Sample) : DriverNews(Driver);
