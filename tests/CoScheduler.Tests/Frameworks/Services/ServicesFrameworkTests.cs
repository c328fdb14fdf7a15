using CoScheduler.Frameworks.Services;
using CoScheduler.Pool;
using CoScheduler.Tests.Master;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CoScheduler.Tests.Frameworks.Services;

/// <summary>Services over the real master and pool; the substrate obeys at once.</summary>
public sealed class ServicesFrameworkTests
{
    private readonly MemoryFrameworkStore _store = new();
    private readonly MemoryJournal _journal = new();
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Apply_StartsEveryReplica_WithAPortOfItsOwn()
    {
        await using var test = await StartAsync();

        var result = test.Services.Apply(Manifest(replicas: 3));

        Assert.Equal(new AppliedService("site", ApplyOutcome.Created, 1) { Role = new RoleName("default") }, Assert.Single(result.Services));
        var view = await test.UntilAsync(view => view.Running == 3);
        Assert.Equal(3, view.Members.Select(member => member.Ports.Single()).Distinct().Count());
        Assert.Equal(3, test.Services.Statistics().Started);
        var launched = test.Launches.First(call => call.Order.Spec.Name == "site-1").Order.Spec;
        var port = view.Members.Single(member => member.Ordinal == 1).Ports.Single().ToString(System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(["serve", "--port", port], launched.Command);
        Assert.Equal((port, port), (launched.Environment["PORT"], launched.Environment["PORT_HTTP"]));
    }

    [Fact]
    public async Task Apply_WithAnError_ChangesNothing()
    {
        await using var test = await StartAsync();

        var result = test.Services.Apply(Manifest(role: "nobody"));

        Assert.Equal("unknown_role", Assert.Single(result.Errors).Code);
        Assert.Empty(test.Services.List());
        Assert.Empty(_store.Load(test.Services.Id));
    }

    [Fact]
    public async Task Apply_DryRun_ChangesNothing()
    {
        await using var test = await StartAsync();

        Assert.Equal(ApplyOutcome.Created, test.Services.Apply(Manifest(), dryRun: true).Services.Single().Outcome);

        Assert.Empty(test.Services.List());
    }

    [Fact]
    public async Task Apply_MoreThanFits_SaysWhyTheyWait()
    {
        await using var test = await StartAsync();

        test.Services.Apply(Manifest(replicas: 6));

        var view = await test.UntilAsync(view => view.Running == 4 && view.Reason is not null);
        Assert.Equal(2, view.Members.Count(member => member.State == ReplicaState.Waiting));
        Assert.NotEmpty(view.Reason!.Message);
    }

    [Fact]
    public async Task Apply_ChangedTemplate_ReplacesOneReplicaAfterTheOther()
    {
        await using var test = await StartAsync();
        test.Services.Apply(Manifest(replicas: 3));
        await test.UntilAsync(view => view.Running == 3);

        var result = test.Services.Apply(Manifest(replicas: 3, greeting: "changed"));

        Assert.Equal(ApplyOutcome.Updated, result.Services.Single().Outcome);
        await test.UntilAsync(view => view.UpToDate == 3);
        Assert.Equal(6, test.Launches.Count());
        Assert.Equal(["changed", "changed", "changed"], test.Launches.Skip(3).Select(call => call.Order.Spec.Environment["GREETING"]));
        Assert.Equal(ApplyOutcome.Unchanged, test.Services.Apply(Manifest(replicas: 3, greeting: "changed")).Services.Single().Outcome);
    }

    [Fact]
    public async Task Scale_DownAndUp_StopsTheLastAndStartsNew()
    {
        await using var test = await StartAsync();
        test.Services.Apply(Manifest(replicas: 3));
        await test.UntilAsync(view => view.Running == 3);

        Assert.Null(test.Services.Scale("site", 1));
        var one = await test.UntilAsync(view => view.Members is [{ State: ReplicaState.Running, Ordinal: 1 }]);
        Assert.Null(test.Services.Scale("site", 2));
        await test.UntilAsync(view => view.Running == 2);

        Assert.Equal(1, one.Replicas);
        Assert.Equal("unknown_service", test.Services.Scale("none", 1)?.Code);
        Assert.Equal("invalid", test.Services.Scale("site", -1)?.Code);
    }

    [Fact]
    public async Task Delete_StopsEverythingAndForgetsIt()
    {
        await using var test = await StartAsync();
        test.Services.Apply(Manifest(replicas: 2));
        await test.UntilAsync(view => view.Running == 2);

        Assert.Null(test.Services.Delete("site"));

        await test.Host.UntilAsync(pool => pool.Allocations.IsEmpty && pool.Demands.All(demand => demand.Target == 0));
        await test.UntilGoneAsync();
        Assert.Empty(_store.Load(test.Services.Id));
        Assert.Equal("unknown_service", test.Services.Delete("site")?.Code);
    }

    [Fact]
    public async Task ReplicaThatEnds_IsStartedAgain_LaterEachTime_WithItsLastLines()
    {
        await using var test = await StartAsync();
        test.Services.Apply(Manifest());
        foreach (var seconds in new[] { 1, 2, 4 })
        {
            var running = await test.UntilAsync(view => view.Running == 1);
            var task = running.Members[0].Task!.Value;
            test.Host.Substrate.Logs[task] = "last words";
            test.Host.Substrate.Exits("a", task, 3);
            var ended = await test.UntilAsync(view => view.Members[0] is { State: ReplicaState.BackingOff, LastFailure.LogTail: not null });

            Assert.Equal(TimeSpan.FromSeconds(seconds), ended.Members[0].Until - _time.GetUtcNow());
            Assert.Equal((3, "last words"), (ended.Members[0].LastFailure!.ExitCode, ended.Members[0].LastFailure!.LogTail));
            _time.Advance(TimeSpan.FromSeconds(seconds));
        }

        var again = await test.UntilAsync(view => view.Running == 1);
        Assert.Equal(3, again.Members[0].Restarts);
    }

    [Fact]
    public async Task ReplicaThatRanForLong_BeginsWithTheFirstWaitAgain()
    {
        await using var test = await StartAsync();
        test.Services.Apply(Manifest());
        for (var life = 0; life < 2; life++)
        {
            var running = await test.UntilAsync(view => view.Running == 1);
            _time.Advance(TimeSpan.FromSeconds(60));
            test.Host.Substrate.Exits("a", running.Members[0].Task!.Value, 1);
            var ended = await test.UntilAsync(view => view.Members[0].State == ReplicaState.BackingOff);
            Assert.Equal(TimeSpan.FromSeconds(1), ended.Members[0].Until - _time.GetUtcNow());
            _time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public async Task AgentLost_ReplicasStartElsewhereAtOnce()
    {
        await using var test = await StartAsync();
        test.Services.Apply(Manifest());
        await test.UntilAsync(view => view.Running == 1);
        await test.Host.AgentAsync("b");

        test.Host.Substrate.Down("a", tasksAreGone: true);

        var moved = await test.UntilAsync(view => view.Members[0] is { State: ReplicaState.Running, Agent.Value: "b" });
        Assert.Equal(0, moved.Members[0].Restarts);
    }

    [Fact]
    public async Task Restart_AdoptsWhatRuns()
    {
        ServiceView before;
        await using (var test = await StartAsync())
        {
            test.Services.Apply(Manifest(replicas: 2));
            before = await test.UntilAsync(view => view.Running == 2);
        }

        await using var again = await StartAsync([.. before.Members.Select(member => member.Task!.Value)]);

        var after = await again.UntilAsync(view => view.Running == 2);
        Assert.Equal(before.Members.Select(member => (member.Task, member.Ports.Single())), after.Members.Select(member => (member.Task, member.Ports.Single())));
        again.Services.Scale("site", 3);
        await again.UntilAsync(view => view.Running == 3);
        Assert.Single(again.Launches);
    }

    [Fact]
    public async Task Restart_AfterADeletion_EndsWhatIsLeft()
    {
        TaskId task;
        await using (var test = await StartAsync())
        {
            test.Services.Apply(Manifest());
            task = (await test.UntilAsync(view => view.Running == 1)).Members[0].Task!.Value;
        }

        _store.Save(new FrameworkId("services"), new Dictionary<string, string?> { ["site"] = null });
        await using var again = await StartAsync(task);

        await again.Host.UntilAsync(pool => pool.Allocations.IsEmpty);
        Assert.Empty(again.Services.List());
        Assert.Empty(again.Launches);
    }

    private async Task<Hosted> StartAsync(params TaskId[] running)
    {
        var host = await TestMaster.StartAsync(_journal, time: _time, substrate: new RecordingSubstrate { Obedient = true });
        var services = new ServicesFramework(_store, host.Master, new ServicesOptions(), _time, NullLogger<ServicesFramework>.Instance);
        await host.Master.AddFrameworkAsync(services, TestMaster.Cancellation);
        await host.AgentAsync("a", [.. running.Select(task => RecordingSubstrate.Observed("a", task, TaskCondition.Running))]);
        return new Hosted(host, services);
    }

    private static string Manifest(int replicas = 1, string greeting = "hello", string role = "default") => $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: site, labels: {coscheduler.io/role: {{role}} } }
        spec:
          replicas: {{replicas}}
          template:
            spec:
              containers:
              - command: [serve, --port, $(PORT)]
                env: [{name: GREETING, value: {{greeting}} }]
                ports: [{name: http}]
                resources: {requests: {cpu: 1, memory: 256Mi} }
        """;

    private sealed record Hosted(TestMaster Host, ServicesFramework Services) : IAsyncDisposable
    {
        public IEnumerable<Launched> Launches => Host.Substrate.Calls.All.OfType<Launched>();

        /// <summary>The service changes after the pool's answer, on other threads: looked at again until it is so.</summary>
        public async Task<ServiceView> UntilAsync(Func<ServiceView, bool> condition)
        {
            using var limit = Limit();
            while (true)
            {
                if (Services.Find("site") is { } view && condition(view))
                {
                    return view;
                }

                limit.Token.ThrowIfCancellationRequested();
                await Host.Master.AskAsync(pool => pool.NextDeadline, limit.Token);
            }
        }

        public async Task UntilGoneAsync()
        {
            using var limit = Limit();
            while (Services.Find("site") is not null)
            {
                await Host.Master.AskAsync(pool => pool.NextDeadline, limit.Token);
            }
        }

        public ValueTask DisposeAsync() => Host.DisposeAsync();

        private static CancellationTokenSource Limit()
        {
            var limit = CancellationTokenSource.CreateLinkedTokenSource(TestMaster.Cancellation);
            limit.CancelAfter(TimeSpan.FromSeconds(20));
            return limit;
        }
    }
}
