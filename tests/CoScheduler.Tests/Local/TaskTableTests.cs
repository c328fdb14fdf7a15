using System.Collections.Immutable;
using CoScheduler.Local.ControlGroups;
using CoScheduler.Local.Protocol;
using CoScheduler.Local.Supervisor;
using CoScheduler.Master;
using CoScheduler.Pool;
using Xunit;

namespace CoScheduler.Tests.Local;

/// <summary>Tasks without control groups: as on a machine where they can't be written.</summary>
public sealed class TaskTableTests : IDisposable
{
    private readonly TemporaryFolder _state = new();
    private readonly AgentFolder _folder;
    private readonly TaskTable _table;
    private readonly TaskStore _store;
    private readonly System.Collections.Concurrent.ConcurrentQueue<TaskState> _seen = new();

    public TaskTableTests()
    {
        _folder = AgentFolder.Of(_state.Path, "one");
        _folder.Create();
        _store = new TaskStore(_folder);
        var groups = TaskGroups.Create(_folder.Owner, "", "");
        _table = new TaskTable(new TaskTools(_store, groups, new TaskLauncher(_folder), new SupervisorLog(TextWriter.Null, TimeProvider.System), TimeProvider.System));
        _table.Observe(_ => { }, _seen.Enqueue);
    }

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task Kill_DaemonInASessionOfItsOwn_IsFoundByItsMark()
    {
        _table.Launch(Order("t1", "setsid sh -c 'trap \"\" TERM; echo $$; sleep 60; true' & echo $$; wait"));
        await Eventually.TrueAsync(() => Lines("t1").Length == 2, "both have said who they are");

        await _table.KillAsync("t1", TimeSpan.FromMilliseconds(50));

        await Eventually.GoneAsync([.. Lines("t1").Select(int.Parse)]);
        Assert.Equal(TaskCondition.Exited, _seen.Last().Condition);
    }

    [Fact]
    public async Task Kill_ChildWithoutTheMark_IsFoundByItsSession()
    {
        _table.Launch(Order("t1", "env -i sh -c 'trap \"\" TERM; echo $$; sleep 60; true' & echo $$; wait"));
        await Eventually.TrueAsync(() => Lines("t1").Length == 2, "both have said who they are");

        await _table.KillAsync("t1", TimeSpan.FromMilliseconds(50));

        await Eventually.GoneAsync([.. Lines("t1").Select(int.Parse)]);
    }

    [Fact]
    public async Task Forget_ManyTasks_KeepsTheLastLogs()
    {
        for (var i = 0; i < TaskStore.KeptLogs + 3; i++)
        {
            await File.WriteAllTextAsync(_folder.Output($"t{i}"), "x", TestContext.Current.CancellationToken);
            File.SetLastWriteTimeUtc(_folder.Output($"t{i}"), DateTime.UnixEpoch.AddDays(i));
        }

        _table.Forget("t1000");

        Assert.Equal(TaskStore.KeptLogs, Directory.GetFiles(_folder.Logs).Length);
        Assert.False(File.Exists(_folder.Output("t2")));
        Assert.True(File.Exists(_folder.Output("t3")));
    }

    [Fact]
    public async Task Launch_LogCannotBeWritten_FailsToStartAndSaysWhy()
    {
        Directory.Delete(_folder.Logs);

        _table.Launch(Order("t1", "true"));
        await Eventually.TrueAsync(() => !_seen.IsEmpty, "it is reported");

        Assert.Equal(TaskCondition.FailedToStart, _seen.Single().Condition);
        Assert.Contains("No such file or directory", _seen.Single().Detail, StringComparison.Ordinal);
    }

    private string[] Lines(string task) =>
        File.Exists(_folder.Output(task)) ? File.ReadAllText(_folder.Output(task)).Split('\n', StringSplitOptions.RemoveEmptyEntries) : [];

    private static TaskOrder Order(string task, string script) => new(
        task,
        0,
        0,
        ["sh", "-c", script],
        ImmutableSortedDictionary<string, string>.Empty,
        ImmutableSortedDictionary<string, string>.Empty,
        null,
        PoliteSignal.Terminate);
}
