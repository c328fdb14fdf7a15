using System.Collections.Immutable;
using System.Text;
using CoScheduler.Local;
using CoScheduler.Local.Processes;
using CoScheduler.Local.Supervisor;
using CoScheduler.Master;
using CoScheduler.Pool;
using Microsoft.Extensions.Logging.Abstractions;

namespace CoScheduler.Tests.Local;

/// <summary>A substrate with one agent in a folder of its own, and what it told so far.</summary>
internal sealed class TestAgent : IAsyncDisposable
{
    public static readonly AgentId Agent = new("one");

    private readonly List<SubstrateEvent> _events = [];
    private readonly LocalSubstrate _substrate;
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(30));
    private bool _isStopped;

    private TestAgent(string folder, TimeSpan leash)
    {
        StateFolder = folder;
        _substrate = new LocalSubstrate(OptionsFor(folder, leash), TimeProvider.System, NullLogger<LocalSubstrate>.Instance);
    }

    public string StateFolder { get; }

    public AgentFolder Folder => AgentFolder.Of(StateFolder, Agent.Value);

    public LocalSubstrate Substrate => _substrate;

    public CancellationToken Limit => _limit.Token;

    public static LocalSubstrateOptions OptionsFor(string folder, TimeSpan leash) => new()
    {
        Agents = [new LocalAgent(Agent, ResourceVector.Empty, ImmutableSortedDictionary<string, string>.Empty)],
        StateFolder = folder,
        SelfCommand = ["dotnet", Path.Join(AppContext.BaseDirectory, "coscheduler.dll")],
        RecoveryTimeout = leash,
    };

    public static Task<TestAgent> StartAsync(TimeSpan? leash = null) =>
        StartInAsync(Directory.CreateTempSubdirectory("coscheduler-test-").FullName, leash);

    public static async Task<TestAgent> StartInAsync(string folder, TimeSpan? leash = null, long epoch = 1)
    {
        var agent = new TestAgent(folder, leash ?? TimeSpan.Zero);
        await agent._substrate.StartAsync(epoch, agent.Limit);
        return agent;
    }

    public Task LaunchAsync(string task, params string[] command) => LaunchAsync(Order(task, command));

    public Task LaunchAsync(LaunchOrder order) => _substrate.LaunchAsync(Agent, order, Limit);

    public static LaunchOrder Order(string task, params string[] command) => new(
        new TaskId(task),
        ResourceVector.Empty,
        new TaskSpec { Kind = "test", Name = task, Command = [.. command] },
        ImmutableSortedDictionary<string, string>.Empty);

    public Task KillAsync(string task) => _substrate.KillAsync(Agent, new TaskId(task), Limit);

    public Task SignalAsync(string task) => _substrate.SignalAsync(Agent, new TaskId(task), Limit);

    public Task ForgetAsync(string task) => _substrate.ForgetAsync(Agent, new TaskId(task), Limit);

    public async Task<TaskReport> WaitForAsync(string task, TaskCondition condition) =>
        (await WaitForAsync<TaskObserved>(seen => seen.Task.Value == task && seen.Report.Condition == condition)).Report;

    /// <summary>A task's end, whether it was known when the agent came up or seen since.</summary>
    public async Task<TaskReport> WaitForEndAsync(string task)
    {
        bool IsEnd(TaskObserved seen) => seen.Task.Value == task && seen.Report.Condition == TaskCondition.Exited;
        var told = await WaitForAsync<SubstrateEvent>(told => told is AgentUp up ? up.Tasks.Any(IsEnd) : told is TaskObserved seen && IsEnd(seen));
        return told is AgentUp agent ? agent.Tasks.First(IsEnd).Report : ((TaskObserved)told).Report;
    }

    public async Task<TEvent> WaitForAsync<TEvent>(Func<TEvent, bool> isWanted)
        where TEvent : SubstrateEvent
    {
        while (true)
        {
            if (_events.OfType<TEvent>().FirstOrDefault(isWanted) is { } found)
            {
                return found;
            }

            _events.Add(await _substrate.Events.ReadAsync(Limit));
        }
    }

    public async Task<string> ReadAsync(string task, LogStream stream = LogStream.Out) =>
        await _substrate.ReadLogAsync(Agent, new TaskId(task), stream, 0, 1_000_000, Limit) is { } slice ? Encoding.UTF8.GetString(slice.Bytes.Span) : "";

    /// <summary>Waits until a task has written a number on a line of its own: a process id that it wants known.</summary>
    public async Task<int> ReadPidAsync(string task, int line = 0)
    {
        var lines = Array.Empty<string>();
        await Eventually.TrueAsync(async () => (lines = (await ReadAsync(task)).Split('\n')).Length > line + 1, $"{task} writes line {line}");
        return int.Parse(lines[line], System.Globalization.CultureInfo.InvariantCulture);
    }

    public int SupervisorPid() => SupervisorPid(StateFolder);

    public static int SupervisorPid(string stateFolder) =>
        ProcFile.Processes().FirstOrDefault(pid =>
            ProcFile.ReadOrNull($"/proc/{pid}/cmdline")?.Split('\0') is { } arguments && arguments.Contains("supervisor") && arguments.Contains(AgentFolder.Of(stateFolder, Agent.Value).Path));

    public IReadOnlyList<int> Processes() => [.. ProcessMarker.Find(ProcessMarker.OwnerVariable, Folder.Owner)];

    public async Task StopAsync()
    {
        _isStopped = true;
        await _substrate.StopAsync(leaveTasks: false, Limit);
    }

    /// <summary>Lets go as a server that was killed does.</summary>
    public async Task CrashAsync()
    {
        _isStopped = true;
        await _substrate.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isStopped)
        {
            await StopAsync();
            Directory.Delete(StateFolder, recursive: true);
        }

        _limit.Dispose();
    }
}
