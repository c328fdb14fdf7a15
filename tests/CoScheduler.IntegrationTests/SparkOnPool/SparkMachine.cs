using System.Collections.Immutable;
using CoScheduler.Analyses;
using CoScheduler.Frameworks.Spark;
using CoScheduler.Local;
using CoScheduler.Master;
using CoScheduler.Pool;
using CoScheduler.Storage.Journal;
using CoScheduler.Storage.Secrets;
using Xunit;

namespace CoScheduler.IntegrationTests.SparkOnPool;

/// <summary>This machine with real Spark on a real pool: master, local substrate, framework and engine in one state folder.</summary>
internal sealed class SparkMachine : IAsyncDisposable
{
    public static readonly RoleName Role = new("analytics");

    private readonly TestLog _log = new();
    private bool _stopped;

    private SparkMachine(string folder, SparkInstallation installation, string settings, TimeSpan leash, string agent, bool record)
    {
        Folder = folder;
        var reading = SettingsReader.Read(SparkDefaults.Parse(File.ReadAllText(SparkDefaults.ShippedFile)).With(SparkDefaults.Parse(settings)));
        Assert.Empty(reading.Faults);
        var secrets = new FileSecretStore(folder);
        Master = new PoolMaster(new SqliteJournal(folder), secrets, new MasterOptions(), TimeProvider.System, _log.For<PoolMaster>());
        Substrate = new LocalSubstrate(
            new LocalSubstrateOptions
            {
                Agents = [new LocalAgent(new AgentId("here"), ResourceVector.Parse(agent), ImmutableSortedDictionary<string, string>.Empty)],
                StateFolder = folder,
                SelfCommand = ["dotnet", Path.Join(AppContext.BaseDirectory, "coscheduler.dll")],
                RecoveryTimeout = leash,
            },
            TimeProvider.System,
            _log.For<LocalSubstrate>());
        Framework = new SparkFramework(
            new SparkFrameworkOptions { StateDirectory = folder, RecordArchives = record }, installation, reading.Settings, secrets, Master, TimeProvider.System, _log.For<SparkFramework>());
        Engine = new SparkEngine(Framework, Topics, TimeProvider.System, _log.For<SparkEngine>());
    }

    public string Folder { get; }

    public PoolMaster Master { get; }

    public LocalSubstrate Substrate { get; }

    public SparkFramework Framework { get; }

    public SparkEngine Engine { get; }

    public FixedTopics Topics { get; } = new();

    public SparkRoleView? View => Framework.Views.GetValueOrDefault(Role.Value);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>Starts it all, or skips the test where there is no Spark.</summary>
    public static async Task<SparkMachine> StartAsync(string settings = "", string? folder = null, TimeSpan leash = default, string agent = "cpus:4,mem:8Gi", QuotaTree? quota = null, bool record = false)
    {
        var home = Environment.GetEnvironmentVariable("SPARK_HOME");
        if (string.IsNullOrEmpty(home))
        {
            Assert.Skip("SPARK_HOME is not set, so nothing was tested against a real Spark.");
        }

        var probe = await SparkInstallation.ProbeAsync(home, Environment.GetEnvironmentVariable("JAVA_HOME"), Cancelled);
        Assert.Null(probe.Fault);
        var machine = new SparkMachine(folder ?? Directory.CreateTempSubdirectory("coscheduler-spark-").FullName, probe.Installation!, settings, leash, agent, record);
        await machine.Master.StartAsync(Cancelled);
        if (folder is null)
        {
            Assert.Null(await machine.Master.SubmitAsync(new SetQuota(quota ?? Quotas.Plain), Cancelled));
        }

        await machine.Master.AddFrameworkAsync(machine.Framework, Cancelled);
        await machine.Master.AddSubstrateAsync(machine.Substrate, Cancelled);
        return machine;
    }

    public Task<ExecutionEnd> RunAsync(Execution execution, RecordingSink sink, CancellationToken? cancellationToken = null) =>
        Engine.RunAsync(execution, sink, cancellationToken ?? Cancelled);

    public async Task<(RecordingSink Sink, ExecutionEnd End)> RunAsync(Execution execution)
    {
        var sink = new RecordingSink();
        return (sink, await RunAsync(execution, sink));
    }

    /// <summary>Waits until a role's view satisfies a condition.</summary>
    public async Task<SparkRoleView> UntilAsync(Func<SparkRoleView, bool> condition, string what)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            if (View is { } view && condition(view))
            {
                return view;
            }

            try
            {
                await tick.WaitForNextTickAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"{what} did not come: {View}\n{_log}");
            }
        }
    }

    /// <summary>The process that runs a task.</summary>
    public int ProcessOf(TaskId task)
    {
        var driver = task.Value.StartsWith("spark-driver-", StringComparison.Ordinal);
        var word = driver ? $"{task.Value}.conf" : ExecutorId(task);
        return Processes.Find(arguments => arguments.Any(argument => driver ? argument.EndsWith(word, StringComparison.Ordinal) : argument == word)).Single();
    }

    public void Print() => TestContext.Current.TestOutputHelper?.WriteLine(_log.ToString());

    /// <summary>Goes as a server that was killed does: nothing is told to anybody.</summary>
    public async Task CrashAsync()
    {
        _stopped = true;
        await Substrate.DisposeAsync();
        await Engine.DisposeAsync();
        await Framework.StopAsync(Cancelled);
        await Master.StopAsync(leaveTasks: true, Cancelled);
    }

    public async ValueTask DisposeAsync()
    {
        if (_stopped)
        {
            return;
        }

        _stopped = true;
        Print();
        await Engine.DisposeAsync();
        await Master.StopAsync(leaveTasks: false, CancellationToken.None);
        await Framework.DisposeAsync();
        var left = Processes.Find(arguments => arguments.Any(argument => argument.Contains(Folder, StringComparison.Ordinal)));
        Directory.Delete(Folder, recursive: true);
        Assert.Empty(left);
    }

    private string ExecutorId(TaskId task)
    {
        var spec = TaskSpecJson.TryRead(Master.Snapshot.FindTask(task)?.Payload);
        return spec?.Labels["executor"] ?? throw new InvalidOperationException($"There is no executor {task}.");
    }
}
