using System.Diagnostics;
using CoScheduler.Local;
using CoScheduler.Pool;
using Xunit;

namespace CoScheduler.Tests.Local;

/// <summary>On a file system of a few pages, which only root can mount.</summary>
public sealed class LocalDiskFullTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public LocalDiskFullTests() =>
        Assert.SkipUnless(Run("mount", "-t", "tmpfs", "-o", "size=16k,nr_inodes=40", "tmpfs", _folder.Path), "A small file system can't be mounted here.");

    public void Dispose()
    {
        Run("umount", "-l", _folder.Path);
        _folder.Dispose();
    }

    [Fact]
    public async Task Launch_DiskIsFull_FailsToStartAndSaysWhy()
    {
        await using var agent = await TestAgent.StartInAsync(Path.Join(_folder.Path, "state"));
        await Fill();

        await agent.LaunchAsync("t1", "sleep", "60");

        Assert.Contains("No space left", (await agent.WaitForAsync("t1", TaskCondition.FailedToStart)).Detail, StringComparison.Ordinal);
        Assert.Empty(agent.Processes());
    }

    [Fact]
    public async Task Exit_DiskIsFull_IsReportedAllTheSame()
    {
        await using var agent = await TestAgent.StartInAsync(Path.Join(_folder.Path, "state"));
        await agent.LaunchAsync("t1", "sh", "-c", "while ! [ -e go ]; do sleep 0.01; done; exit 6");
        await agent.WaitForAsync("t1", TaskCondition.Running);
        await Fill();

        await File.WriteAllTextAsync(Path.Join(agent.Folder.Work("t1"), "go"), "", TestContext.Current.CancellationToken);

        Assert.Equal(6, (await agent.WaitForAsync("t1", TaskCondition.Exited)).ExitCode);
    }

    [Fact]
    public async Task Start_NoRoomForFolders_SaysSo()
    {
        for (var i = 0; i < 38; i++)
        {
            await File.WriteAllTextAsync(_folder.File($"f{i}"), "", TestContext.Current.CancellationToken);
        }

        var refused = await Assert.ThrowsAsync<LocalSubstrateException>(() => TestAgent.StartInAsync(Path.Join(_folder.Path, "state")));

        Assert.Equal("state_unwritable", refused.Code);
        Assert.Contains("No space left", refused.Message, StringComparison.Ordinal);
    }

    private async Task Fill()
    {
        await using var file = File.Create(_folder.File("filler"), bufferSize: 1);
        await Assert.ThrowsAsync<IOException>(async () =>
        {
            while (true)
            {
                await file.WriteAsync(new byte[512]);
            }
        });
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
