using System.Security.Cryptography;
using System.Text;

namespace CoScheduler.Local.Supervisor;

/// <summary>Where an agent's files are: its supervisor's, and its tasks'.</summary>
/// <param name="Path">The folder.</param>
internal sealed record AgentFolder(string Path)
{
    private const int OwnerLength = 16;
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Held by the one supervisor that may run here, and by its guardian.</summary>
    public string LockFile => System.IO.Path.Join(Path, "supervisor.lock");

    /// <summary>What the supervisor says for people.</summary>
    public string SupervisorLog => System.IO.Path.Join(Path, "supervisor.log");

    /// <summary>A folder for each task that is not forgotten.</summary>
    public string Tasks => System.IO.Path.Join(Path, "tasks");

    /// <summary>The tasks' outputs, which outlive their tasks.</summary>
    public string Logs => System.IO.Path.Join(Path, "logs");

    /// <summary>An empty file for each task that was killed before it was known.</summary>
    public string Tombstones => System.IO.Path.Join(Path, "tombstones");

    /// <summary>Names this folder in tasks' environments and in control groups.</summary>
    public string Owner => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path)))[..OwnerLength];

    /// <summary>The folder of an agent.</summary>
    /// <param name="stateFolder">The server's state folder.</param>
    /// <param name="agent">The agent.</param>
    /// <returns>Its folder, which need not exist.</returns>
    public static AgentFolder Of(string stateFolder, string agent) =>
        new(System.IO.Path.Join(System.IO.Path.GetFullPath(stateFolder), "agents", agent));

    /// <summary>A task's own folder.</summary>
    /// <param name="task">The task.</param>
    /// <returns>Its path.</returns>
    public string Task(string task) => System.IO.Path.Join(Tasks, task);

    /// <summary>A task's working directory, unless it was given one.</summary>
    /// <param name="task">The task.</param>
    /// <returns>Its path.</returns>
    public string Work(string task) => System.IO.Path.Join(Task(task), "work");

    /// <summary>A task's standard output.</summary>
    /// <param name="task">The task.</param>
    /// <returns>The file's path.</returns>
    public string Output(string task) => System.IO.Path.Join(Logs, task + ".out");

    /// <summary>A task's standard error.</summary>
    /// <param name="task">The task.</param>
    /// <returns>The file's path.</returns>
    public string Error(string task) => System.IO.Path.Join(Logs, task + ".err");

    /// <summary>Makes the folders, for their owner only.</summary>
    /// <exception cref="IOException">They can't be made.</exception>
    /// <exception cref="UnauthorizedAccessException">They may not be made.</exception>
    public void Create()
    {
        foreach (var folder in (string[])[Path, Tasks, Logs, Tombstones])
        {
            CreatePrivate(folder);
        }
    }

    /// <summary>Makes a folder for its owner only.</summary>
    /// <param name="folder">Its path.</param>
    public static void CreatePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("Supervisors run on Linux.");
        }

        _ = Directory.CreateDirectory(folder, Private);
    }
}
