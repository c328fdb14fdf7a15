using System.Text;
using CoScheduler.Spark;
using CoScheduler.Spark.Sql;
using Xunit;

namespace CoScheduler.IntegrationTests.Spark.Local;

/// <summary>Files are brought to sessions.</summary>
[Collection(ConnectServerTests.Name)]
public sealed class ArtifactTests(ConnectServer server)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AddArtifacts_SmallAndLarge_ArriveWholeAndOnce()
    {
        await using var spark = server.Session();
        var large = new byte[100_000];
        new Random(7).NextBytes(large);
        Artifact[] artifacts =
        [
            Artifact.Bytes("files/small.txt", Encoding.UTF8.GetBytes("hello")),
            Artifact.Bytes("files/large.bin", large),
            Artifact.Bytes("files/exact.bin", new byte[32 * 1024]),
            Artifact.Bytes("files/empty.bin", []),
        ];
        await spark.AddArtifactsAsync(artifacts, Cancelled);
        await spark.AddArtifactsAsync(artifacts, Cancelled);
    }

    [Fact]
    public async Task AddArtifacts_OtherBytesUnderTheSameName_AreRefused()
    {
        await using var spark = server.Session();
        await spark.AddArtifactsAsync([Artifact.Bytes("files/a.txt", [1])], Cancelled);
        var error = await Assert.ThrowsAnyAsync<SparkException>(() => spark.AddArtifactsAsync([Artifact.Bytes("files/a.txt", [2])], Cancelled));
        Assert.Contains("a.txt", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddArtifacts_LocalDataInTheCache_IsFoundAgain()
    {
        await using var spark = server.Session();
        byte[] bytes = [1, 2, 3];
        var name = $"cache/{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes))}";
        Assert.Empty(await spark.FindArtifactsAsync([name], Cancelled));
        await spark.AddArtifactsAsync([Artifact.Bytes(name, bytes)], Cancelled);
        Assert.Equal([name], await spark.FindArtifactsAsync([name, "cache/none"], Cancelled));
    }

    [Fact]
    public async Task AddArtifacts_AFileThatIsNotHere_SaysSo()
    {
        await using var spark = server.Session();
        Assert.Throws<FileNotFoundException>(() => spark.AddArtifacts("no-such.jar"));
    }
}
