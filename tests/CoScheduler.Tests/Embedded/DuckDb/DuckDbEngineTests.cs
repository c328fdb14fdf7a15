using System.Diagnostics;
using System.Text.Json.Nodes;
using CoScheduler.Analyses;
using CoScheduler.Embedded.DuckDb;
using CoScheduler.Embedded.Sample;
using CoScheduler.Pool;
using CoScheduler.Tests.Embedded.Sample;
using CoScheduler.Tests.Local;
using Xunit;

namespace CoScheduler.Tests.Embedded.DuckDb;

/// <summary>The engine over a real pool, a real supervisor and real workers.</summary>
public sealed class DuckDbEngineTests
{
    private const string Slow = "SELECT count(*) AS n FROM range(10000000) a(i) WHERE sqrt(i) > 2 AND md5(CAST(i AS VARCHAR)) > '8'";
    private const string Endless = "SELECT count(*) AS n FROM range(1000000000) a(i), range(1000000000) b(j) WHERE sqrt(i) + j > 2";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_Coupons_StartsAWorkerAndGivesTheRows()
    {
        await using var machine = await DuckDbMachine.StartAsync();
        machine.Engine.Prepare([SampleAnalyses.Coupons, SampleAnalyses.Demand]);
        var asked = SampleRequests.Coupons(SampleData.Default, new SplitMix64(7));

        var (sink, end) = await machine.RunAsync(Coupons(asked));

        Assert.Equal("cpus:1,mem:512Mi", Assert.IsType<ExecutionDone>(end).Resources);
        Assert.True(JsonNode.DeepEquals(Expected(asked), sink.Rows), sink.Rows.ToJsonString());
        Assert.Contains(sink.Reasons, reason => reason.Code == "starting_worker");
        Assert.Equal(DuckDbMachine.Role, Assert.Single(machine.Framework.Workers).Role);
    }

    [Fact]
    public async Task Run_Burst_GrowsByElasticOffersAndAnswersAll()
    {
        await using var machine = await DuckDbMachine.StartAsync(change: options => options with { MaxWorkers = 3 });
        var random = new SplitMix64(8);
        var asked = Enumerable.Range(0, 60).Select(_ => SampleRequests.Coupons(SampleData.Default, random)).ToList();

        var answers = await Task.WhenAll(asked.Select(a => machine.RunAsync(Coupons(a))));

        Assert.All(answers, answer => Assert.IsType<ExecutionDone>(answer.End));
        Assert.All(asked.Zip(answers), pair => Assert.True(JsonNode.DeepEquals(Expected(pair.First), pair.Second.Sink.Rows)));
        Assert.Equal(3, machine.Framework.Counters.Granted);
    }

    [Fact]
    public async Task Reclaim_WhileAQueryRuns_FinishesItAndNewOnesGoElsewhere()
    {
        await using var machine = await DuckDbMachine.StartAsync(agent: "cpus:3,mem:3Gi");
        var sink = new RecordingSink();
        var running = machine.Engine.RunAsync(DuckDbMachine.Execution(Slow), sink, Cancelled);
        var task = new TaskId(await sink.Running);

        // The site wants all of the machine back.
        var site = new SiteFramework();
        await machine.Master.AddFrameworkAsync(site, Cancelled);
        await site.DemandAsync("cpus:3,mem:3Gi", target: 1);
        await machine.UntilAsync(snapshot => snapshot.FindTask(task) is { State: AllocationState.Reclaiming });
        Assert.IsType<ExecutionDone>(await running.WaitAsync(TimeSpan.FromSeconds(60), Cancelled));
        Assert.Single(sink.Rows);
        await machine.UntilAsync(snapshot => snapshot.FindTask(task) is null);
        await Eventually.TrueAsync(() => machine.Framework.Counters == new WorkerCounters(1, 1, 0), "one worker was reclaimed");

        // Nothing is left for a new worker until the site gives back.
        var waiting = new RecordingSink();
        var second = machine.Engine.RunAsync(DuckDbMachine.Execution("SELECT 1 AS a"), waiting, Cancelled);
        await machine.UntilAsync(snapshot => snapshot.Demands.Any(d => d.Framework == machine.Framework.Id && d.Reason is not null));
        await site.DemandAsync("cpus:3,mem:3Gi", target: 0);
        await site.GiveBackAsync();
        Assert.IsType<ExecutionDone>(await second.WaitAsync(TimeSpan.FromSeconds(60), Cancelled));
    }

    [Fact]
    public async Task Kill_WorkerWithAQuery_IsLostAndTheNextGetsAnother()
    {
        await using var machine = await DuckDbMachine.StartAsync();
        var sink = new RecordingSink();
        var running = machine.Engine.RunAsync(DuckDbMachine.Execution(Endless), sink, Cancelled);
        await sink.Running;

        using (var worker = Process.GetProcessById(Assert.Single(machine.Framework.Workers).ProcessId!.Value))
        {
            worker.Kill();
        }

        var failed = Assert.IsType<ExecutionFailed>(await running.WaitAsync(TimeSpan.FromSeconds(60), Cancelled));
        Assert.Equal(("worker_lost", true), (failed.Error.Code, failed.Error.Retryable));
        Assert.IsType<ExecutionDone>((await machine.RunAsync(DuckDbMachine.Execution("SELECT 1 AS a"))).End);
    }

    [Fact]
    public async Task Restart_WhileAQueryRuns_TakesWorkerAndQueryOver()
    {
        var leash = TimeSpan.FromSeconds(60);
        var first = await DuckDbMachine.StartAsync(leash: leash);
        var execution = DuckDbMachine.Execution(Slow);
        var sink = new RecordingSink();
        var cut = first.Engine.RunAsync(execution, sink, Cancelled);
        var token = await sink.Running;
        var process = Assert.Single(first.Framework.Workers).ProcessId;
        await first.CrashAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cut);

        await using var second = await DuckDbMachine.StartAsync(leash: leash, after: first);
        var (resumed, end) = await second.RunAsync(execution with { Resume = new ExecutionResume(token, null) });

        Assert.IsType<ExecutionDone>(end);
        Assert.Single(resumed.Rows);
        Assert.Equal(process, Assert.Single(second.Framework.Workers).ProcessId);
        var (_, unknown) = await second.RunAsync(DuckDbMachine.Execution(Slow) with { Resume = new ExecutionResume("duckdb-a999", null) });
        Assert.Equal("worker_lost", Assert.IsType<ExecutionFailed>(unknown).Error.Code);
    }

    [Fact]
    public async Task Cancel_RunningQuery_FreesItsSlot()
    {
        await using var machine = await DuckDbMachine.StartAsync(change: options => options with { SlotsPerCpu = 1, MaxWorkers = 1 });
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var sink = new RecordingSink();
        var running = machine.Engine.RunAsync(DuckDbMachine.Execution(Endless), sink, cancel.Token);
        await sink.Running;
        var waiting = new RecordingSink();
        var next = machine.Engine.RunAsync(DuckDbMachine.Execution("SELECT 1 AS a"), waiting, Cancelled);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.IsType<ExecutionDone>(await next.WaitAsync(TimeSpan.FromSeconds(60), Cancelled));
    }

    [Fact]
    public async Task Idle_Workers_AreGivenBack()
    {
        await using var machine = await DuckDbMachine.StartAsync(change: options => options with { LastIdleTimeout = TimeSpan.FromMilliseconds(1) });

        await machine.RunAsync(DuckDbMachine.Execution("SELECT 1 AS a"));

        await machine.UntilAsync(snapshot => snapshot.Allocations.IsEmpty);
        await Eventually.TrueAsync(() => machine.Framework.Workers.IsEmpty, "the framework knows of no worker");
        Assert.Equal(new WorkerCounters(1, 0, 0), machine.Framework.Counters);
        Assert.Empty(Directory.GetFiles(DuckDbOptions.SocketFolderIn(machine.Folder)));
    }

    [Fact]
    public async Task Run_WorkerLargerThanAnyAgent_IsRefusedWithTheReason()
    {
        await using var machine = await DuckDbMachine.StartAsync(change: options => options with { WorkerShape = ResourceVector.Parse("cpus:5,mem:1Gi") });
        await machine.UntilAsync(snapshot => snapshot.Agents.Values.Any(a => a.State == AgentState.Active));

        var (_, end) = await machine.RunAsync(DuckDbMachine.Execution("SELECT 1 AS a"));

        Assert.Equal("no_agent_fits", Assert.IsType<ExecutionFailed>(end).Error.Code);
    }

    [Fact]
    public async Task Run_WorkerThatDoesNotStart_IsToldAfterSomeTries()
    {
        await using var machine = await DuckDbMachine.StartAsync(change: options => options with { SelfCommand = ["false"] });

        var (_, end) = await machine.RunAsync(DuckDbMachine.Execution("SELECT 1 AS a"));

        var error = Assert.IsType<ExecutionFailed>(end).Error;
        Assert.Equal(("worker_failed", true), (error.Code, error.Retryable));
    }

    [Fact]
    public async Task Run_UnknownRole_IsRefused()
    {
        await using var machine = await DuckDbMachine.StartAsync();

        var (_, end) = await machine.RunAsync(DuckDbMachine.Execution("SELECT 1 AS a") with { Role = "nobody" });

        Assert.Equal("unknown_role", Assert.IsType<ExecutionFailed>(end).Error.Code);
    }

    private static Execution Coupons(CouponsRequest asked) => Bodies.Execution(
        SampleAnalyses.Coupons,
        ("customer", ParameterType.BigInt, asked.Customer),
        ("lat", ParameterType.Double, asked.Lat),
        ("lon", ParameterType.Double, asked.Lon),
        ("radiusKm", ParameterType.Double, asked.RadiusKm)) with
    { Role = DuckDbMachine.Role.Value };

    private static JsonArray Expected(CouponsRequest asked) => ExpectedCoupons.Compute(
        SampleData.Default, asked.Customer, asked.Lat, asked.Lon, asked.RadiusKm, SampleData.Default.InitialStock().ToDictionary(s => s.Coupon, s => s.Remaining));
}
