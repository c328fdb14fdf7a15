using System.IO.Compression;
using Xunit;

namespace CoScheduler.IntegrationTests.Spark.Package;

/// <summary>The client's package, made anew in a folder of its own under a version of its own.</summary>
public sealed class PackedClient : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("packed-client-").FullName;

    public string Folder => _folder;

    public string Version { get; } = $"0.1.0-test.{Guid.NewGuid():N}";

    public async ValueTask InitializeAsync()
    {
        var project = Path.Combine(Repository(), "src", "CoScheduler.Spark");

        string[] arguments =
        [
            "pack", project, "-c", "Release", "-o", _folder, $"-p:Version={Version}", "-p:ContinuousIntegrationBuild=true", "-m:1", "-v", "q", "--nologo",
        ];
        var (code, output) = await Tool.RunAsync("dotnet", arguments, _folder);
        Assert.True(code == 0, output);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>The names of what is in the package, or in the one of symbols.</summary>
    public IReadOnlyList<string> Entries(string extension)
    {
        using var package = ZipFile.OpenRead(Path.Combine(_folder, $"CoScheduler.Spark.{Version}.{extension}"));
        return [.. package.Entries.Select(entry => entry.FullName)];
    }

    /// <summary>The text of one of the package's files.</summary>
    public string Text(string name)
    {
        using var reader = new StreamReader(new MemoryStream(Bytes("nupkg", name)));
        return reader.ReadToEnd();
    }

    /// <summary>One of the files of the package, or of the one of symbols.</summary>
    public byte[] Bytes(string extension, string name)
    {
        using var package = ZipFile.OpenRead(Path.Combine(_folder, $"CoScheduler.Spark.{Version}.{extension}"));
        using var file = package.GetEntry(name)!.Open();
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>The folder that the tests are compiled from.</summary>
    public static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CoScheduler.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests don't run inside the repository.");
        }

        return folder.FullName;
    }
}
