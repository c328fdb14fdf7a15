using System.Text.Json;
using System.Text.Json.Serialization;
using CoScheduler.Local.Processes;
using CoScheduler.Local.Protocol;

namespace CoScheduler.Local.Supervisor;

/// <summary>What is kept of tasks on disk: who their process is, how they ended, and which must never start.</summary>
/// <param name="folder">The agent's folder.</param>
internal sealed partial class TaskStore(AgentFolder folder)
{
    /// <summary>Logs of so many forgotten tasks are kept.</summary>
    public const int KeptLogs = 200;

    private const string ProcessFile = "process.json";
    private const string ExitFile = "exit.json";

    /// <summary>Ends that were not forgotten.</summary>
    /// <returns>The tasks as they ended.</returns>
    public IEnumerable<TaskState> ReadExits() => Read(ExitFile, StoreJson.Default.TaskState);

    /// <summary>Processes of tasks whose end nobody saw.</summary>
    /// <returns>Who they were.</returns>
    public IEnumerable<ProcessIdentity> ReadUnended() =>
        Directory.EnumerateDirectories(folder.Tasks)
            .Where(task => !File.Exists(Path.Join(task, ExitFile)))
            .Select(task => ReadOrNull(Path.Join(task, ProcessFile), StoreJson.Default.ProcessIdentity))
            .OfType<ProcessIdentity>();

    /// <summary>Tasks that must not start.</summary>
    /// <returns>Their ids, the oldest first.</returns>
    public IEnumerable<string> ReadTombstones() =>
        new DirectoryInfo(folder.Tombstones).EnumerateFiles().OrderBy(file => file.LastWriteTimeUtc).Select(file => file.Name);

    /// <summary>Makes a task's folder.</summary>
    /// <param name="task">The task.</param>
    public void Begin(string task) => AgentFolder.CreatePrivate(folder.Task(task));

    /// <summary>Keeps who a task's process is.</summary>
    /// <param name="task">The task.</param>
    /// <param name="process">Its process.</param>
    public void WriteProcess(string task, ProcessIdentity process) =>
        File.WriteAllBytes(Path.Join(folder.Task(task), ProcessFile), JsonSerializer.SerializeToUtf8Bytes(process, StoreJson.Default.ProcessIdentity));

    /// <summary>Keeps how a task ended.</summary>
    /// <param name="state">Its end.</param>
    public void WriteExit(TaskState state)
    {
        Begin(state.Task);
        DurableFile.Write(Path.Join(folder.Task(state.Task), ExitFile), JsonSerializer.SerializeToUtf8Bytes(state, StoreJson.Default.TaskState));
    }

    /// <summary>Keeps that a task must never start.</summary>
    /// <param name="task">The task.</param>
    public void WriteTombstone(string task) => DurableFile.Write(Path.Join(folder.Tombstones, task), []);

    /// <summary>Drops a tombstone.</summary>
    /// <param name="task">The task.</param>
    public void RemoveTombstone(string task) => File.Delete(Path.Join(folder.Tombstones, task));

    /// <summary>Drops what is kept of a task, its logs and its tombstone left out.</summary>
    /// <param name="task">The task.</param>
    public void Remove(string task)
    {
        if (Directory.Exists(folder.Task(task)))
        {
            Directory.Delete(folder.Task(task), recursive: true);
        }
    }

    /// <summary>Drops folders of tasks whose end nobody saw, after their processes are gone.</summary>
    public void RemoveUnended()
    {
        foreach (var task in Directory.EnumerateDirectories(folder.Tasks).Where(task => !File.Exists(Path.Join(task, ExitFile))).ToList())
        {
            Directory.Delete(task, recursive: true);
        }
    }

    /// <summary>Drops the oldest logs of forgotten tasks.</summary>
    /// <param name="isKnown">Whether a task is not forgotten.</param>
    public void PruneLogs(Func<string, bool> isKnown)
    {
        var forgotten = Directory.EnumerateFiles(folder.Logs)
            .GroupBy(path => Path.GetFileNameWithoutExtension(path))
            .Where(logs => !isKnown(logs.Key))
            .OrderByDescending(logs => logs.Max(File.GetLastWriteTimeUtc));
        foreach (var path in forgotten.Skip(KeptLogs).SelectMany(logs => logs).ToList())
        {
            File.Delete(path);
        }
    }

    private IEnumerable<T> Read<T>(string file, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class =>
        Directory.EnumerateDirectories(folder.Tasks).Select(task => ReadOrNull(Path.Join(task, file), type)).OfType<T>();

    private static T? ReadOrNull<T>(string path, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), type);
        }
        catch (JsonException)
        {
            // Only the process file can be torn, which isn't flushed; the sweep by control group and mark finds the process as well.
            return null;
        }
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
    [JsonSerializable(typeof(TaskState))]
    [JsonSerializable(typeof(ProcessIdentity))]
    private sealed partial class StoreJson : JsonSerializerContext;
}
