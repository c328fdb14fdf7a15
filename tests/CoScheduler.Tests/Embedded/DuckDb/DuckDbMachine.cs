using System.Collections.Immutable;
using CoScheduler.Analyses;
using CoScheduler.Embedded.DuckDb;
using CoScheduler.Embedded.Sample;
using CoScheduler.Local;
using CoScheduler.Master;
using CoScheduler.Pool;
using CoScheduler.Tests.Embedded.Sample;
using CoScheduler.Tests.Master;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CoScheduler.Tests.Embedded.DuckDb;

/// <summary>This machine with DuckDB on a real pool: master, local substrate, framework, engine, and worker processes.</summary>
internal sealed class DuckDbMachine : IAsyncDisposable
{
    public static readonly RoleName Role = new("analytics/realtime");
    public static readonly RoleName Site = new("site");

    private static readonly ImmutableArray<string> _self = ["dotnet", Path.Join(AppContext.BaseDirectory, "coscheduler.dll")];

    private bool _stopped;

    private DuckDbMachine(string folder, MemoryJournal journal, string agent, Func<DuckDbOptions, DuckDbOptions> change, TimeSpan leash)
    {
        (Folder, Journal) = (folder, journal);
        Master = new PoolMaster(journal, new MemorySecrets(), new MasterOptions(), TimeProvider.System, NullLogger<PoolMaster>.Instance);
        Substrate = new LocalSubstrate(
            new LocalSubstrateOptions
            {
                Agents = [new LocalAgent(new AgentId("here"), ResourceVector.Parse(agent), ImmutableSortedDictionary<string, string>.Empty)],
                StateFolder = folder,
                SelfCommand = _self,
                RecoveryTimeout = leash,
            },
            TimeProvider.System,
            NullLogger<LocalSubstrate>.Instance);
        var options = change(new DuckDbOptions { SelfCommand = _self, SocketFolder = DuckDbOptions.SocketFolderIn(folder) });
        Framework = new DuckDbFramework(options, Topics, TimeProvider.System, NullLogger<DuckDbFramework>.Instance);
        Engine = new DuckDbEngine(Framework, Topics, TimeProvider.System);
    }

    public string Folder { get; }

    public MemoryJournal Journal { get; }

    public PoolMaster Master { get; }

    public LocalSubstrate Substrate { get; }

    public DuckDbFramework Framework { get; }

    public DuckDbEngine Engine { get; }

    public FakeTopicTables Topics { get; } = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<DuckDbMachine> StartAsync(
        string agent = "cpus:4,mem:4Gi", Func<DuckDbOptions, DuckDbOptions>? change = null, TimeSpan leash = default, DuckDbMachine? after = null)
    {
        var folder = after?.Folder ?? Directory.CreateTempSubdirectory("cs-").FullName;
        var machine = new DuckDbMachine(folder, after?.Journal ?? new MemoryJournal(), agent, change ?? (options => options), leash);
        foreach (var record in SampleData.Default.InitialStock())
        {
            machine.Topics[SampleAnalyses.Stock].Put(record.Key, record.Value);
        }

        await machine.Master.StartAsync(Cancelled);
        if (after is null)
        {
            Assert.Null(await machine.Master.SubmitAsync(new SetQuota(Quota()), Cancelled));
        }

        await machine.Master.AddFrameworkAsync(machine.Framework, Cancelled);
        await machine.Master.AddSubstrateAsync(machine.Substrate, Cancelled);
        return machine;
    }

    /// <summary>An execution in <see cref="Role"/>.</summary>
    public static Execution Execution(string sql) => Bodies.Execution(Bodies.Analysis(sql)) with { Role = Role.Value };

    public async Task<(RecordingSink Sink, ExecutionEnd End)> RunAsync(Execution execution)
    {
        var sink = new RecordingSink();
        return (sink, await Engine.RunAsync(execution, sink, Cancelled).WaitAsync(TimeSpan.FromSeconds(60), Cancelled));
    }

    public Task<PoolSnapshot> UntilAsync(Func<PoolSnapshot, bool> condition) =>
        Master.WaitForAsync(condition, Cancelled).WaitAsync(TimeSpan.FromSeconds(60), Cancelled);

    /// <summary>Goes as a server that was killed does: nothing is told to anybody.</summary>
    public async Task CrashAsync()
    {
        _stopped = true;
        await Substrate.DisposeAsync();
        await Master.StopAsync(leaveTasks: true, Cancelled);
        await Framework.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_stopped)
        {
            return;
        }

        _stopped = true;
        await Master.StopAsync(leaveTasks: false, CancellationToken.None);
        await Framework.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private static QuotaTree Quota() => new(ImmutableSortedDictionary<string, RoleQuota>.Empty.WithComparers(StringComparer.Ordinal)
        .Add("analytics", new RoleQuota { MinRuntimeMilliseconds = 0, GraceMilliseconds = 30_000 })
        .Add("analytics/realtime", new RoleQuota { MinRuntimeMilliseconds = 0, GraceMilliseconds = 30_000 })
        .Add("site", new RoleQuota { Guarantee = ResourceVector.Parse("cpus:3,mem:3Gi") }));
}
