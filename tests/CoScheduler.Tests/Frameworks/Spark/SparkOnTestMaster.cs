using System.Collections.Concurrent;
using System.Collections.Immutable;
using CoScheduler.Frameworks.Spark;
using CoScheduler.Master;
using CoScheduler.Pool;
using CoScheduler.Tests.Master;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CoScheduler.Tests.Frameworks.Spark;

/// <summary>The framework over the real master and pool; tasks that only seem to run, and drivers that say what a test has them say.</summary>
internal sealed class SparkOnTestMaster : IAsyncDisposable
{
    public static readonly RoleName Role = TestMaster.Role;

    private readonly string _folder;

    private SparkOnTestMaster(TestMaster master, string folder, string settings)
    {
        Master = master;
        _folder = folder;
        Framework = new SparkFramework(
            new SparkFrameworkOptions { StateDirectory = folder },
            SparkFixtures.Installation,
            SettingsReader.Read(SparkDefaults.Parse(settings)).Settings,
            new MemorySecrets(),
            master.Master,
            Watcher,
            master.Time,
            NullLogger.Instance);
    }

    public TestMaster Master { get; }

    public FakeWatcher Watcher { get; } = new();

    public SparkFramework Framework { get; }

    public RoleQueue Queue => Framework.QueueOf(Role);

    public PoolSnapshot Snapshot => Master.Master.Snapshot;

    /// <summary>A machine of four cpus with the framework on it.</summary>
    public static async Task<SparkOnTestMaster> StartAsync(IJournal? journal = null, string settings = "", RecordingSubstrate? substrate = null, params TaskObserved[] running)
    {
        var folder = Directory.CreateTempSubdirectory("coscheduler-spark-").FullName;
        var master = await TestMaster.StartAsync(journal ?? new MemoryJournal(), substrate: substrate ?? new RecordingSubstrate { Obedient = true });
        var test = new SparkOnTestMaster(master, folder, settings);
        await master.Master.AddFrameworkAsync(test.Framework, TestMaster.Cancellation);
        master.Substrate.Up("a", "cpus:4,mem:8Gi", running);
        return test;
    }

    public IReadOnlyList<Launched> Launches(string kind) =>
        [.. Master.Substrate.Calls.All.OfType<Launched>().Where(launched => launched.Order.Spec.Kind == kind)];

    /// <summary>A driver with one executor, which serves.</summary>
    public async Task<FakeWatch> ServeAsync()
    {
        var watch = await StartDriverAsync();
        watch.Register();
        await UntilAsync(() => Launches("executor").Count == 1, "the first executor's launch");
        watch.Serve();
        watch.Sample(Launches("executor").Select(ExecutorId));
        await UntilAsync(() => Framework.Views[Role.Value] is { State: "serving", Executors: [{ Registered: true }] }, "a driver that serves");
        return watch;
    }

    public async Task<FakeWatch> StartDriverAsync()
    {
        var known = Watcher.Watches.Count;
        await UntilAsync(() => Watcher.Watches.Count > known, "a driver's launch");
        return Watcher.Watches.Last();
    }

    public static string ExecutorId(Launched launched) => launched.Order.Spec.Labels["executor"];

    /// <summary>Lets time pass until something is so.</summary>
    public async Task UntilAsync(Func<bool> condition, string what)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!condition())
        {
            Master.Time.Advance(TimeSpan.FromMilliseconds(200));
            try
            {
                await tick.WaitForNextTickAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"Waited in vain for {what}: {Framework.Views.GetValueOrDefault(Role.Value)}");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Master.DisposeAsync();
        await Framework.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>Drivers that say what a test has them say.</summary>
internal sealed class FakeWatcher : IDriverWatcher
{
    public ConcurrentQueue<FakeWatch> Watches { get; } = new();

    public IDriverWatch Watch(TaskLabels labels, Action<DriverNews> news)
    {
        var watch = new FakeWatch(labels, news);
        Watches.Enqueue(watch);
        return watch;
    }
}

internal sealed class FakeWatch(TaskLabels labels, Action<DriverNews> news) : IDriverWatch
{
    public TaskId Driver => labels.Driver;

    public ServingDriver Serving { get; } = new(labels.Driver, new() { Endpoint = new Uri("http://127.0.0.1:1") });

    public bool Busy { get; set; }

    public bool Disposed { get; private set; }

    public void Warm(int slots) => news(new DriverWarmed(labels.Driver));

    public void Register() => news(new DriverRegisters(labels.Driver));

    public void Serve() => news(new DriverServes(Serving));

    public void Sample(IEnumerable<string> executors, int activeTasks = 0, int maxNeeded = 0) => news(new DriverSampled(
        labels.Driver,
        new DriverSample(executors.ToImmutableDictionary(id => id, _ => new ExecutorSample(activeTasks, 0, 0)), maxNeeded)));

    public void Dispose() => Disposed = true;
}
