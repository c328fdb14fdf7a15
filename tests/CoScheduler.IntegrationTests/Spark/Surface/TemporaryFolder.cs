namespace CoScheduler.IntegrationTests.Spark.Surface;

/// <summary>A folder that the test and the server both see; gone when disposed.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("spark-surface-").FullName;

    public string At(string name) => Path.Combine(_path, name);

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
