using System.Collections.Immutable;
using CoScheduler.Local.Processes;
using CoScheduler.Local.Supervisor;

namespace CoScheduler.Local.Substrate;

/// <summary>A supervisor that this server has started. It is not ended with the server.</summary>
internal sealed class SupervisorProcess
{
    private const int StackBytes = 128 * 1024;
    private const int KeptLogBytes = 1024 * 1024;
    private const int ToldLines = 5;

    private readonly TaskCompletionSource<int> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _log;
    private readonly long _logStart;

    private SupervisorProcess(string log, long logStart)
    {
        _log = log;
        _logStart = logStart;
    }

    /// <summary>Its exit code, when it has ended.</summary>
    public Task<int> Exit => _exit.Task;

    /// <summary>Starts a supervisor.</summary>
    /// <param name="selfCommand">How this program is started.</param>
    /// <param name="options">What the supervisor is told.</param>
    /// <returns>Its process.</returns>
    /// <exception cref="SpawnException">It could not be started.</exception>
    public static SupervisorProcess Start(ImmutableArray<string> selfCommand, SupervisorOptions options)
    {
        var environment = CreateEnvironment();
        var program = ProgramPath.Find(selfCommand[0], environment["PATH"], Environment.CurrentDirectory)
            ?? throw new SpawnException($"The program {selfCommand[0]} that the supervisor is started with was not found.");
        var log = options.Folder.SupervisorLog;
        var process = new SupervisorProcess(log, Rotate(log));
        var pid = ProcessSpawner.Spawn(new SpawnOrder
        {
            Command = [program, .. selfCommand.Skip(1), SupervisorProgram.Verb, .. options.ToArguments()],
            Environment = environment,
            OutputFile = log,
            ErrorFile = log,
        });
        new Thread(() => process._exit.SetResult(ChildProcess.Take(pid)), StackBytes) { IsBackground = true, Name = $"wait-{pid}" }.Start();
        return process;
    }

    /// <summary>What it has said last.</summary>
    /// <returns>A few lines.</returns>
    public string LastLines()
    {
        using var file = new FileStream(_log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Position = Math.Min(_logStart, file.Length);
        using var reader = new StreamReader(file);
        return string.Join(" | ", reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(ToldLines));
    }

    /// <summary>Ours may hold the broker's password, so it gets none of it; the rest keeps it small.</summary>
    private static SortedDictionary<string, string> CreateEnvironment()
    {
        var environment = MinimalEnvironment.Create();
        environment["DOTNET_gcServer"] = "0";
        environment["DOTNET_gcConcurrent"] = "0";
        environment["DOTNET_TieredPGO"] = "0";
        environment["DOTNET_EnableDiagnostics"] = "0";
        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } root)
        {
            environment["DOTNET_ROOT"] = root;
        }

        return environment;
    }

    private static long Rotate(string log)
    {
        var file = new FileInfo(log);
        if (file is { Exists: true, Length: > KeptLogBytes })
        {
            file.MoveTo(log + ".old", overwrite: true);
            return 0;
        }

        return file.Exists ? file.Length : 0;
    }
}
