namespace CoScheduler.Tests;

/// <summary>A folder for one test, gone with it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private const string SharedMemory = "/dev/shm";

    public TemporaryFolder() => Path = Directory.CreateTempSubdirectory("coscheduler-test-").FullName;

    private TemporaryFolder(string path) => Path = path;

    public string Path { get; }

    /// <summary>In memory where that can be had, for tests that write much and lose nothing by it.</summary>
    public static TemporaryFolder InMemory() => Directory.Exists(SharedMemory)
        ? new TemporaryFolder(Directory.CreateDirectory(System.IO.Path.Combine(SharedMemory, $"coscheduler-test-{Guid.NewGuid():N}")).FullName)
        : new TemporaryFolder();

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
