using CoScheduler.Local;
using CoScheduler.Local.ControlGroups;
using CoScheduler.Local.Processes;
using CoScheduler.Master;
using CoScheduler.Pool;
using Xunit;

namespace CoScheduler.Tests.Local;

public sealed class LocalRecoveryTests
{
    private static readonly TimeSpan LongLeash = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Start_SupervisorStillRuns_TakesItsTasksOver()
    {
        await using var crashed = await TestAgent.StartAsync(LongLeash);
        await crashed.LaunchAsync("t1", "sh", "-c", "echo $$; while ! [ -e go ]; do sleep 0.01; done; exit 6");
        var pid = await crashed.ReadPidAsync("t1");
        await crashed.WaitForAsync("t1", TaskCondition.Running);
        var supervisor = crashed.SupervisorPid();
        await crashed.CrashAsync();

        await using var next = await TestAgent.StartInAsync(crashed.StateFolder, LongLeash, epoch: 2);
        var up = await next.WaitForAsync<AgentUp>(_ => true);

        Assert.Equal([("t1", TaskCondition.Running)], up.Tasks.Select(seen => (seen.Task.Value, seen.Report.Condition)));
        Assert.Equal(supervisor, next.SupervisorPid());
        Assert.NotNull(ProcessIdentity.SessionOf(pid));
        await File.WriteAllTextAsync(Path.Join(next.Folder.Work("t1"), "go"), "", next.Limit);
        Assert.Equal(6, (await next.WaitForAsync("t1", TaskCondition.Exited)).ExitCode);
    }

    [Fact]
    public async Task Start_TaskEndedWhileNoServerWasThere_TellsItsEndUntilForgotten()
    {
        await using var crashed = await TestAgent.StartAsync(LongLeash);
        await crashed.LaunchAsync("t1", "sh", "-c", "while ! [ -e go ]; do sleep 0.01; done; exit 6");
        await crashed.WaitForAsync("t1", TaskCondition.Running);
        await crashed.CrashAsync();
        await File.WriteAllTextAsync(Path.Join(crashed.Folder.Work("t1"), "go"), "", crashed.Limit);
        await Eventually.TrueAsync(() => File.Exists(Path.Join(crashed.Folder.Task("t1"), "exit.json")), "its end is written down");

        await using var second = await TestAgent.StartInAsync(crashed.StateFolder, LongLeash, epoch: 2);
        var end = await second.WaitForEndAsync("t1");
        await second.StopAsync();
        await using var third = await TestAgent.StartInAsync(crashed.StateFolder, LongLeash, epoch: 3);
        var upAgain = await third.WaitForAsync<AgentUp>(_ => true);
        await third.ForgetAsync("t1");
        await third.CrashAsync();
        await using var fourth = await TestAgent.StartInAsync(crashed.StateFolder, LongLeash, epoch: 4);

        Assert.Equal(6, end.ExitCode);
        Assert.Equal(6, Assert.Single(upAgain.Tasks).Report.ExitCode);
        Assert.Empty((await fourth.WaitForAsync<AgentUp>(_ => true)).Tasks);
    }

    [Fact]
    public async Task Crash_LeashIsZero_NothingOutlivesTheServer()
    {
        await using var agent = await TestAgent.StartAsync(leash: TimeSpan.Zero);
        await agent.LaunchAsync("t1", "sh", "-c", "trap '' TERM; echo $$; setsid sleep 60 & echo $!; while :; do sleep 0.01; done");
        int[] pids = [await agent.ReadPidAsync("t1"), await agent.ReadPidAsync("t1", 1), agent.SupervisorPid()];

        await agent.CrashAsync();

        await Eventually.GoneAsync(pids);
        Assert.Empty(agent.Processes());
        Directory.Delete(agent.StateFolder, recursive: true);
    }

    [Fact]
    public async Task SupervisorIsKilled_ItsTasksDieAndANewOneComes()
    {
        await using var agent = await TestAgent.StartAsync(LongLeash);
        await agent.LaunchAsync("t1", "sh", "-c", "echo $$; setsid env -i sleep 60 & echo $!; while :; do sleep 0.01; done");
        await agent.LaunchAsync("t2", "sh", "-c", "exit 9");
        await agent.WaitForAsync("t2", TaskCondition.Exited);
        int[] pids = [await agent.ReadPidAsync("t1"), await agent.ReadPidAsync("t1", 1)];
        await agent.WaitForAsync<AgentUp>(up => up.Tasks.IsEmpty);

        Assert.True(ChildProcess.Signal(agent.SupervisorPid(), NativeMethods.SignalKill));

        await agent.WaitForAsync<AgentDown>(_ => true);
        var up = await agent.WaitForAsync<AgentUp>(up => !up.Tasks.IsEmpty);
        Assert.Equal([("t2", 9)], up.Tasks.Select(seen => (seen.Task.Value, seen.Report.ExitCode ?? -1)));
        await Eventually.GoneAsync(pids);
        await agent.LaunchAsync("t3", "true");
        await agent.WaitForAsync("t3", TaskCondition.Exited);
    }

    [Fact]
    public async Task SupervisorIsKilled_NoServerIsThere_NothingIsLeft()
    {
        await using var agent = await TestAgent.StartAsync(LongLeash);
        await agent.LaunchAsync("t1", "sh", "-c", "echo $$; setsid sleep 60 & echo $!; while :; do sleep 0.01; done");
        int[] pids = [await agent.ReadPidAsync("t1"), await agent.ReadPidAsync("t1", 1), agent.SupervisorPid()];
        await agent.CrashAsync();

        Assert.True(ChildProcess.Signal(pids[2], NativeMethods.SignalKill));

        await Eventually.GoneAsync(pids);
        Assert.Empty(agent.Processes());
        await Eventually.TrueAsync(() => !TaskGroups.Discover("probe").Folders.Any(probe => Directory.Exists(probe.Replace("probe", agent.Folder.Owner, StringComparison.Ordinal))), "its control groups are gone");
        TaskGroups.Discover("probe").Remove();
        Directory.Delete(agent.StateFolder, recursive: true);
    }

    [Fact]
    public async Task Call_NoSupervisor_SaysThatTheAgentIsUnreachable()
    {
        await using var agent = await TestAgent.StartAsync(LongLeash);
        await agent.StopAsync();

        await Assert.ThrowsAsync<AgentUnreachableException>(() => agent.LaunchAsync("t1", "true"));
        Directory.Delete(agent.StateFolder, recursive: true);
    }

    [Fact]
    public async Task Start_OlderEpoch_IsRefused()
    {
        await using var newer = await TestAgent.StartInAsync(Directory.CreateTempSubdirectory("coscheduler-test-").FullName, LongLeash, epoch: 5);

        var refused = await Assert.ThrowsAsync<LocalSubstrateException>(() => TestAgent.StartInAsync(newer.StateFolder, LongLeash, epoch: 4));

        Assert.Equal("supervisor_refused", refused.Code);
        Assert.Contains("epoch 5", refused.Message, StringComparison.Ordinal);
        await newer.LaunchAsync("t1", "true");
    }

    [Fact]
    public async Task Start_StateFolderCannotBeWritten_SaysSo()
    {
        var file = Path.GetTempFileName();

        var refused = await Assert.ThrowsAsync<LocalSubstrateException>(() => TestAgent.StartInAsync(Path.Join(file, "state")));

        Assert.Equal("state_unwritable", refused.Code);
        File.Delete(file);
    }

    [Fact]
    public async Task Start_PathTooLongForASocket_Works()
    {
        var folder = Directory.CreateTempSubdirectory("coscheduler-test-").FullName;
        await using var agent = await TestAgent.StartInAsync(Path.Join(folder, new string('x', 150)));

        await agent.LaunchAsync("t1", "true");
        await agent.WaitForAsync("t1", TaskCondition.Exited);
        await agent.StopAsync();

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Start_ProgramIsNotOurs_SaysWhatItSaid()
    {
        var folder = Directory.CreateTempSubdirectory("coscheduler-test-").FullName;
        var options = TestAgent.OptionsFor(folder, TimeSpan.Zero) with { SelfCommand = ["sh", "-c", "echo what is this; exit 3"] };
        await using var substrate = new LocalSubstrate(options, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<LocalSubstrate>.Instance);

        var refused = await Assert.ThrowsAsync<LocalSubstrateException>(() => substrate.StartAsync(1, TestContext.Current.CancellationToken));

        Assert.Equal("supervisor_failed", refused.Code);
        Assert.Contains("code 3: what is this", refused.Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }
}
