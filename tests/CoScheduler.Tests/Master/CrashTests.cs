using System.Text;
using CoScheduler.Master;
using CoScheduler.Master.Loop;
using CoScheduler.Pool;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CoScheduler.Tests.Master;

/// <summary>
/// Masters that are killed anywhere, before and after commits, an agent that comes and goes, tasks that end: afterwards
/// the pool and the agent agree, no task was started twice, and the journal applied from its beginning gives the same state.
/// </summary>
public sealed class CrashTests
{
    private const int Steps = 60;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task AnythingMayFail_InTheEndAllAgree(int seed)
    {
        var world = new World(seed);
        await world.RestartAsync();
        for (var step = 0; step < Steps; step++)
        {
            await world.StepAsync();
        }

        await world.SettleAsync();
        Assert.Equal(1, world.Agent.MostStartsOfATask);
        Assert.Equal(await world.StateAsync(), world.Replayed());
    }

    private sealed class World(int seed)
    {
        private static readonly DemandClass One = new("one");

        private readonly Random _random = new(seed);
        private readonly MemoryJournal _journal = new();
        private readonly FakeTimeProvider _time = new();
        private PoolMaster? _master;
        private RecordingFramework _framework = new();
        private long _version;

        public SimulatedAgent Agent { get; } = new("a");

        private PoolMaster Master => _master ?? throw new InvalidOperationException("No master.");

        public async Task RestartAsync()
        {
            var master = new PoolMaster(_journal, new MemorySecrets(), new MasterOptions(), _time, NullLogger<PoolMaster>.Instance, _ => { });
            _master = master;
            _framework = new RecordingFramework { Answer = effect => Launch(master, effect) };
            await master.StartAsync(TestMaster.Cancellation);
            await master.AddSubstrateAsync(Agent.Attach(), TestMaster.Cancellation);
            await master.AddFrameworkAsync(_framework, TestMaster.Cancellation);
            foreach (var held in _framework.StartedWith!.Allocations.Values.Where(allocation => allocation.Task is null))
            {
                Launch(master, held.Id);
            }
        }

        public async Task StepAsync()
        {
            switch (_random.Next(8))
            {
                case 0 or 1:
                    await TryAsync(() => DemandAsync(_random.Next(7)));
                    break;
                case 2:
                    Pick(Agent.Running, task => Agent.Exit(task, _random.Next(2)));
                    break;
                case 3:
                    Agent.Disconnect(tasksAreGone: _random.Next(4) == 0);
                    break;
                case 4 or 5:
                    Agent.Connect();
                    break;
                case 6:
                    _time.Advance(TimeSpan.FromSeconds(_random.Next(1, 40)));
                    break;
                default:
                    await CrashAsync(afterCommit: _random.Next(2) == 0);
                    break;
            }
        }

        /// <summary>Lets everything come to rest, with time passing.</summary>
        public async Task SettleAsync()
        {
            Agent.Connect();
            Assert.Null(await DemandAsync(3));
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestMaster.Cancellation);
            limit.CancelAfter(TimeSpan.FromSeconds(30));
            while (!await AgreeAsync(limit.Token))
            {
                _time.Advance(TimeSpan.FromMilliseconds(200));
            }
        }

        public async Task<string> StateAsync() =>
            await Master.AskAsync(pool => Encoding.UTF8.GetString(pool.Export()), TestMaster.Cancellation);

        public string Replayed() =>
            Encoding.UTF8.GetString(Restoration.From(new JournalContent(1, 0, default, null, _journal.Records, null)).Pool.Export());

        private async Task<bool> AgreeAsync(CancellationToken cancellationToken)
        {
            var known = await Master.AskAsync(
                pool => pool.Snapshot().Allocations.Values.Select(allocation => $"{allocation.State} {allocation.Task}").Order(StringComparer.Ordinal).ToArray(), cancellationToken);
            var running = Agent.Running.Select(task => $"{AllocationState.Running} {task}").Order(StringComparer.Ordinal);
            return known.Length >= 3 && known.SequenceEqual(running);
        }

        private async Task<Refusal?> DemandAsync(int target) => await Master.SubmitAsync(
            new SetDemand(_framework.Id, One, ++_version, target, DemandTerms.Of(TestMaster.Role, ResourceVector.Parse("cpus:1,mem:1Gi"), DemandMode.Firm)),
            TestMaster.Cancellation);

        /// <summary>The process ends at its next commit; whatever was not committed is gone.</summary>
        private async Task CrashAsync(bool afterCommit)
        {
            Action<IReadOnlyList<JournalRecord>> crash = _ => throw new InvalidOperationException("the process is killed here");
            if (afterCommit)
            {
                _journal.AfterCommit = crash;
            }
            else
            {
                _journal.BeforeCommit = crash;
            }

            await TryAsync(() => DemandAsync(_random.Next(7)));
            await RestartAsync();
        }

        /// <summary>A command to a master that was killed meanwhile fails; so it does for everybody.</summary>
        private static async Task TryAsync(Func<Task<Refusal?>> command)
        {
            if (await Record.ExceptionAsync(command) is { } exception)
            {
                Assert.Equal("the process is killed here", (exception.InnerException ?? exception).Message);
            }
        }

        private void Pick(IReadOnlyCollection<string> tasks, Action<string> act)
        {
            if (tasks.Count > 0)
            {
                act(tasks.ElementAt(_random.Next(tasks.Count)));
            }
        }

        private void Launch(PoolMaster master, FrameworkEffect effect)
        {
            if (effect is AllocationGranted granted)
            {
                Launch(master, granted.Allocation);
            }
        }

        /// <summary>A framework may hear of a grant twice, so it launches each under one id.</summary>
        private void Launch(PoolMaster master, AllocationId allocation) => _ = TryAsync(async () => await master.SubmitAsync(
            new LaunchTask(_framework.Id, allocation, new TaskId($"t{allocation}"), TaskSpecJson.Write(TestMaster.Spec())), TestMaster.Cancellation));
    }
}
