using System.Diagnostics;
using CoScheduler.Analyses;
using CoScheduler.Embedded.DuckDb;

namespace CoScheduler.Tests.Embedded.DuckDb;

/// <summary>A worker as the pool would start it: a process of the program.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("worker-");

    private WorkerProcess()
    {
        Settings = new WorkerSettings(Path.Combine(_folder.FullName, "w.sock"), 1, 512 << 20);
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = _folder.FullName };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "coscheduler.dll"));
        start.ArgumentList.Add(WorkerProgram.Verb);
        foreach (var argument in Settings.ToArguments())
        {
            start.ArgumentList.Add(argument);
        }

        Process = Process.Start(start)!;
    }

    public Process Process { get; }

    public WorkerSettings Settings { get; }

    public static WorkerProcess Start() => new();

    public async Task<WorkerClient> ConnectAsync(ITopicTables topics)
    {
        using var limit = new CancellationTokenSource(_limit);
        var connection = await WorkerConnection.ConnectAsync(Settings.Socket, TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
        return new WorkerClient(connection, topics);
    }

    /// <summary>Sends SIGTERM.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", Process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public async Task<int> ExitCodeAsync()
    {
        await Process.WaitForExitAsync().WaitAsync(_limit);
        return Process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!Process.HasExited)
        {
            Process.Kill();
            await Process.WaitForExitAsync();
        }

        Process.Dispose();
        _folder.Delete(recursive: true);
    }
}
