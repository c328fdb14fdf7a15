using CoScheduler.Local.Processes;
using CoScheduler.Master;
using CoScheduler.Pool;
using Xunit;

namespace CoScheduler.Tests.Local;

public sealed class LocalSubstrateTests
{
    [Fact]
    public async Task Launch_TaskExits_ReportsCodeAndKeepsOutput()
    {
        await using var agent = await TestAgent.StartAsync();

        await agent.LaunchAsync("t1", "sh", "-c", "echo said; echo cried >&2; exit 7");

        await agent.WaitForAsync("t1", TaskCondition.Running);
        Assert.Equal(7, (await agent.WaitForAsync("t1", TaskCondition.Exited)).ExitCode);
        Assert.Equal("said\n", await agent.ReadAsync("t1"));
        Assert.Equal("cried\n", await agent.ReadAsync("t1", LogStream.Error));
    }

    [Fact]
    public async Task Launch_TaskDiesOfSignal_Reports128PlusSignal()
    {
        await using var agent = await TestAgent.StartAsync();

        await agent.LaunchAsync("t1", "sh", "-c", "kill -SEGV $$");

        Assert.Equal(128 + 11, (await agent.WaitForAsync("t1", TaskCondition.Exited)).ExitCode);
    }

    [Fact]
    public async Task Launch_NoSuchProgram_ReportsThatItFailedToStart()
    {
        await using var agent = await TestAgent.StartAsync();

        await agent.LaunchAsync("t1", "no-such-program");

        Assert.Contains("no-such-program was not found", (await agent.WaitForAsync("t1", TaskCondition.FailedToStart)).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Launch_NoSuchWorkingDirectory_ReportsThatItFailedToStart()
    {
        await using var agent = await TestAgent.StartAsync();
        var order = TestAgent.Order("t1", "true");

        await agent.LaunchAsync(order with { Spec = order.Spec with { WorkingDirectory = "/no/such/folder" } });

        Assert.Contains("/no/such/folder does not exist", (await agent.WaitForAsync("t1", TaskCondition.FailedToStart)).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Launch_Repeated_StartsOneProcess()
    {
        await using var agent = await TestAgent.StartAsync();
        var order = TestAgent.Order("t1", "sh", "-c", "echo $$; exec sleep 60");

        await Task.WhenAll(agent.LaunchAsync(order), agent.LaunchAsync(order), agent.LaunchAsync(order));
        await agent.ReadPidAsync("t1");

        Assert.Single(agent.Processes());
        Assert.Single((await agent.ReadAsync("t1")).TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Launch_GivenEnvironment_HasItAndNothingOfOurs()
    {
        await using var agent = await TestAgent.StartAsync();
        var order = TestAgent.Order("t1", "env");

        await agent.LaunchAsync(order with { Spec = order.Spec with { Environment = order.Spec.Environment.Add("GIVEN", "a=b c") } });
        await agent.WaitForAsync("t1", TaskCondition.Exited);

        var names = (await agent.ReadAsync("t1")).TrimEnd().Split('\n').Select(line => line.Split('=')[0]).ToList();
        Assert.Contains("GIVEN=a=b c\n", await agent.ReadAsync("t1"), StringComparison.Ordinal);
        Assert.Empty(names.Except(["GIVEN", "PATH", "HOME", "LANG", "TMPDIR", "PWD", "OLDPWD", "COSCHEDULER_OWNER", "COSCHEDULER_TASK"]));
    }

    [Fact]
    public async Task Launch_Secret_IsInTheEnvironmentAndNowhereElse()
    {
        const string Secret = "s3cret-value-of-t1";
        await using var agent = await TestAgent.StartAsync();
        var order = TestAgent.Order("t1", "sh", "-c", "echo $$; [ -n \"$TOKEN\" ] && echo has it; sleep 60; true");

        await agent.LaunchAsync(order with { Secrets = order.Secrets.Add("TOKEN", Secret) });
        var pid = await agent.ReadPidAsync("t1");
        await Eventually.TrueAsync(async () => (await agent.ReadAsync("t1")).Contains("has it", StringComparison.Ordinal), "the task has its secret");

        Assert.Contains($"TOKEN={Secret}\0", ProcFile.ReadOrNull($"/proc/{pid}/environ"), StringComparison.Ordinal);
        Assert.DoesNotContain(ProcFile.Processes(), process => ProcFile.ReadOrNull($"/proc/{process}/cmdline")?.Contains(Secret, StringComparison.Ordinal) == true);
        Assert.DoesNotContain(
            Directory.EnumerateFiles(agent.StateFolder, "*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) is not (".sock" or ".lock")),
            file => File.ReadAllText(file).Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Launch_TwoTasks_EachHasASessionAndADirectoryOfItsOwn()
    {
        await using var agent = await TestAgent.StartAsync();

        await agent.LaunchAsync("t1", "sh", "-c", "echo $$; pwd; exec sleep 60");
        await agent.LaunchAsync("t2", "sh", "-c", "echo $$; pwd; exec sleep 60");
        var (first, second) = (await agent.ReadPidAsync("t1"), await agent.ReadPidAsync("t2"));

        Assert.Equal((first, second), (ProcessIdentity.SessionOf(first), ProcessIdentity.SessionOf(second)));
        await Eventually.TrueAsync(async () => (await agent.ReadAsync("t1")).Contains(agent.Folder.Work("t1"), StringComparison.Ordinal), "t1 says where it is");
    }

    [Fact]
    public async Task ReadLog_OffsetsAndLimit_GiveThatPart()
    {
        await using var agent = await TestAgent.StartAsync();
        await agent.LaunchAsync("t1", "printf", "0123456789");
        await agent.WaitForAsync("t1", TaskCondition.Exited);

        async Task<(long, string, long)?> Read(long offset, int limit) =>
            await agent.Substrate.ReadLogAsync(TestAgent.Agent, new TaskId("t1"), LogStream.Out, offset, limit, agent.Limit) is { } slice
                ? (slice.Offset, System.Text.Encoding.ASCII.GetString(slice.Bytes.Span), slice.Length)
                : null;

        Assert.Equal((3, "3456", 10), await Read(3, 4));
        Assert.Equal((8, "89", 10), await Read(-2, 4));
        Assert.Equal((0, "0123", 10), await Read(-20, 4));
        Assert.Equal((10, "", 10), await Read(12, 4));
        Assert.Null(await agent.Substrate.ReadLogAsync(TestAgent.Agent, new TaskId("t2"), LogStream.Out, 0, 1, agent.Limit));
    }

    [Fact]
    public async Task Forget_EndedTask_DropsAllButItsLogs()
    {
        await using var agent = await TestAgent.StartAsync();
        await agent.LaunchAsync("t1", "sh", "-c", "echo said; echo kept > file");
        await agent.WaitForAsync("t1", TaskCondition.Exited);
        Assert.True(File.Exists(Path.Join(agent.Folder.Work("t1"), "file")));

        await agent.ForgetAsync("t1");

        Assert.False(Directory.Exists(agent.Folder.Task("t1")));
        Assert.Equal("said\n", await agent.ReadAsync("t1"));
    }

    [Fact]
    public async Task Forget_ThenLateLaunch_StartsNothing()
    {
        await using var agent = await TestAgent.StartAsync();
        await agent.LaunchAsync("t1", "true");
        await agent.WaitForAsync("t1", TaskCondition.Exited);
        await agent.ForgetAsync("t1");

        await agent.LaunchAsync("t1", "sleep", "60");

        await agent.WaitForAsync("t1", TaskCondition.Unknown);
        Assert.Empty(agent.Processes());
    }

    [Fact]
    public async Task Stop_TasksLeft_EndsThemPolitelyAndTheSupervisor()
    {
        await using var agent = await TestAgent.StartAsync(leash: TimeSpan.FromMinutes(1));
        await agent.LaunchAsync("t1", "sh", "-c", "trap 'echo bye; exit 3' TERM; echo $$; while :; do sleep 0.01; done");
        await agent.LaunchAsync("t2", "sh", "-c", "echo $$; exec sleep 60");
        await agent.ReadPidAsync("t1");
        await agent.ReadPidAsync("t2");
        var supervisor = agent.SupervisorPid();

        await agent.StopAsync();

        Assert.Equal(3, (await agent.WaitForAsync("t1", TaskCondition.Exited)).ExitCode);
        Assert.Equal(143, (await agent.WaitForAsync("t2", TaskCondition.Exited)).ExitCode);
        Assert.Contains("bye", await agent.ReadAsync("t1"), StringComparison.Ordinal);
        Assert.Null(ProcessIdentity.SessionOf(supervisor));
        Assert.Empty(agent.Processes());
        Directory.Delete(agent.StateFolder, recursive: true);
    }
}
