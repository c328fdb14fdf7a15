using CoScheduler.Master;
using CoScheduler.Pool;
using Xunit;

namespace CoScheduler.Tests.Local;

public sealed class LocalKillTests
{
    [Fact]
    public async Task Signal_PowerIsPolite_SendsIt()
    {
        await using var agent = await TestAgent.StartAsync();
        var order = TestAgent.Order("t1", "sh", "-c", "trap 'exit 5' PWR; echo $$; while :; do sleep 0.01; done");
        await agent.LaunchAsync(order with { Spec = order.Spec with { PoliteSignal = PoliteSignal.Power } });
        await agent.ReadPidAsync("t1");

        await agent.SignalAsync("t1");

        Assert.Equal(5, (await agent.WaitForAsync("t1", TaskCondition.Exited)).ExitCode);
    }

    [Fact]
    public async Task Kill_TaskAndItsChildrenIgnoreTheSignal_AllAreGone()
    {
        await using var agent = await TestAgent.StartAsync();
        await agent.LaunchAsync(
            "t1",
            "sh",
            "-c",
            "trap '' TERM; echo $$; sleep 60 & echo $!; setsid sh -c 'env -i sh -c \"echo \\$\\$; sleep 60; true\"' & while :; do sleep 0.01; done");
        int[] pids = [await agent.ReadPidAsync("t1"), await agent.ReadPidAsync("t1", 1), await agent.ReadPidAsync("t1", 2)];

        await agent.KillAsync("t1");

        Assert.Equal(137, (await agent.WaitForAsync("t1", TaskCondition.Exited)).ExitCode);
        await Eventually.GoneAsync(pids);
    }

    [Fact]
    public async Task Kill_TaskHeedsTheSignal_IsNotKilled()
    {
        await using var agent = await TestAgent.StartAsync();
        await agent.LaunchAsync("t1", "sh", "-c", "trap 'exit 4' TERM; echo $$; while :; do sleep 0.01; done");
        await agent.ReadPidAsync("t1");

        await agent.KillAsync("t1");

        Assert.Equal(4, (await agent.WaitForAsync("t1", TaskCondition.Exited)).ExitCode);
    }

    [Fact]
    public async Task Kill_RightAfterLaunch_EndsIt()
    {
        await using var agent = await TestAgent.StartAsync();

        await agent.LaunchAsync("t1", "sleep", "60");
        await agent.KillAsync("t1");

        Assert.Equal(143, (await agent.WaitForAsync("t1", TaskCondition.Exited)).ExitCode);
    }

    [Fact]
    public async Task Kill_UnknownTask_KeepsATombstoneForSupervisorsToCome()
    {
        await using var agent = await TestAgent.StartAsync();

        await agent.KillAsync("t1");
        await agent.WaitForAsync("t1", TaskCondition.Unknown);
        await agent.StopAsync();
        await using var next = await TestAgent.StartInAsync(agent.StateFolder, epoch: 2);
        await next.LaunchAsync("t1", "sleep", "60");

        await next.WaitForAsync("t1", TaskCondition.Unknown);
        Assert.Empty(next.Processes());
    }

    [Fact]
    public async Task Exit_ChildrenOutliveTheFirstProcess_AreKilledBeforeItIsReported()
    {
        await using var agent = await TestAgent.StartAsync();

        await agent.LaunchAsync("t1", "sh", "-c", "setsid sleep 60 & echo $!; exit 0");
        await agent.WaitForAsync("t1", TaskCondition.Exited);

        await Eventually.GoneAsync(await agent.ReadPidAsync("t1"));
        Assert.Empty(agent.Processes());
    }

    [Fact]
    public async Task Run_AboveItsMemory_IsKilledAndSaysWhy()
    {
        Assert.SkipUnless(File.Exists("/sys/fs/cgroup/memory/cgroup.procs") || File.Exists("/sys/fs/cgroup/cgroup.controllers"), "No memory control group is mounted.");
        await using var agent = await TestAgent.StartAsync();

        await agent.LaunchAsync(TestAgent.Order("t1", "dd", "if=/dev/zero", "of=/dev/null", "bs=200M", "count=1") with { Resources = ResourceVector.Of(500, 32 << 20) });

        var report = await agent.WaitForAsync("t1", TaskCondition.Exited);
        Assert.Equal(137, report.ExitCode);
        Assert.Contains("memory limit of 33554432 bytes", report.Detail, StringComparison.Ordinal);
    }
}
