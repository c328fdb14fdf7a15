namespace CoScheduler.IntegrationTests.Kit;

/// <summary>A folder for one test, removed with it.</summary>
internal sealed class StateFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("coscheduler-it-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
