using CoScheduler.Master;
using CoScheduler.Pool;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CoScheduler.Tests.Master;

/// <summary>A master over the real pool, with its neighbours recorded.</summary>
internal sealed class TestMaster : IAsyncDisposable
{
    public static readonly RoleName Role = new("default");

    private readonly TaskCompletionSource<Exception> _fatal = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TestMaster(IJournal journal, MasterOptions options, FakeTimeProvider time)
    {
        Time = time;
        Master = new PoolMaster(journal, new MemorySecrets(), options, time, NullLogger<PoolMaster>.Instance, _fatal.SetResult);
    }

    public PoolMaster Master { get; }

    public FakeTimeProvider Time { get; }

    public RecordingSubstrate Substrate { get; private set; } = new();

    public RecordingFramework Framework { get; } = new();

    /// <summary>What ended the process, once it did.</summary>
    public Task<Exception> Fatal => _fatal.Task.WaitAsync(TimeSpan.FromSeconds(20));

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A started master with a substrate and a framework; no agent yet.</summary>
    public static async Task<TestMaster> StartAsync(
        IJournal journal, MasterOptions? options = null, FakeTimeProvider? time = null, RecordingSubstrate? substrate = null)
    {
        var test = new TestMaster(journal, options ?? new MasterOptions(), time ?? new FakeTimeProvider());
        test.Substrate = substrate ?? test.Substrate;
        await test.Master.StartAsync(Cancellation);
        await test.Master.AddSubstrateAsync(test.Substrate, Cancellation);
        await test.Master.AddFrameworkAsync(test.Framework, Cancellation);
        return test;
    }

    public async Task<Refusal?> SubmitAsync(Command command) => await Master.SubmitAsync(command, Cancellation);

    /// <summary>An agent is here, and the pool knows it.</summary>
    public async Task AgentAsync(string agent, params TaskObserved[] tasks)
    {
        Substrate.Up(agent, tasks: tasks);
        await Master.WaitForAsync(snapshot => snapshot.Agents.TryGetValue(agent, out var view) && view.State == AgentState.Active, Cancellation);
    }

    /// <summary>One cpu is wanted, firmly.</summary>
    public Task<Refusal?> DemandAsync(int target, long version = 1) => SubmitAsync(new SetDemand(
        Framework.Id, new DemandClass("one"), version, target, DemandTerms.Of(Role, ResourceVector.Parse("cpus:1,mem:1Gi"), DemandMode.Firm)));

    public Task<AllocationGranted> GrantAsync() => Framework.Effects.WaitForAsync<AllocationGranted>();

    public Task<Refusal?> LaunchAsync(AllocationId allocation, string task, TaskSpec? spec = null) =>
        SubmitAsync(new LaunchTask(Framework.Id, allocation, new TaskId(task), TaskSpecJson.Write(spec ?? Spec())));

    public static TaskSpec Spec() => new() { Kind = "test", Name = "test", Command = ["sleep", "60"] };

    /// <summary>A task that the pool has seen running on agent <c>a</c>.</summary>
    public async Task<AllocationId> RunningAsync(string task)
    {
        await AgentAsync("a");
        await DemandAsync(1);
        var granted = await GrantAsync();
        Assert.Null(await LaunchAsync(granted.Allocation, task));
        await Substrate.Calls.WaitForAsync<Launched>();
        Substrate.Runs("a", new TaskId(task));
        await Framework.Effects.WaitForAsync<TaskStarted>();
        return granted.Allocation;
    }

    public Task<PoolSnapshot> UntilAsync(Func<PoolSnapshot, bool> condition) =>
        Master.WaitForAsync(condition, Cancellation).WaitAsync(TimeSpan.FromSeconds(20), Cancellation);

    public async ValueTask DisposeAsync()
    {
        if (!_fatal.Task.IsCompleted)
        {
            await Master.StopAsync(leaveTasks: true, Cancellation);
        }
    }
}
