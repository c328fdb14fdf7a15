using System.Collections.Immutable;
using CoScheduler.Analyses;
using CoScheduler.Frameworks.Spark;
using Xunit;

namespace CoScheduler.Tests.Frameworks.Spark;

public sealed class SmallAnalysesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(600, 400, true)]
    [InlineData(601, 400, false)]
    [InlineData(0, 0, true)]
    public void IsSmall_Files_CountTogether(int first, int second, bool small) =>
        Assert.Equal(small, new SmallAnalyses(new SparkSettings { SmallBelowBytes = 1000 }).IsSmall(Reading(File("a", first), File("b", second))));

    [Fact]
    public void IsSmall_Folder_CountsAllThatIsInIt()
    {
        Directory.CreateDirectory(_folder.File("d/e"));
        System.IO.File.WriteAllBytes(_folder.File("d/e/part-0"), new byte[1001]);
        Assert.False(new SmallAnalyses(new SparkSettings { SmallBelowBytes = 1000 }).IsSmall(Reading(new FileSource(_folder.File("d"), "parquet"))));
    }

    [Fact]
    public void IsSmall_NoSources_LeavesItToSpark() => Assert.False(new SmallAnalyses(new SparkSettings()).IsSmall(Reading()));

    [Fact]
    public void IsSmall_SwitchedOff_LeavesItToSpark() =>
        Assert.False(new SmallAnalyses(new SparkSettings { SmallBelowBytes = 0 }).IsSmall(Reading(File("a", 1))));

    private static Analysis Reading(params Source[] sources) => new()
    {
        Name = "reading",
        Summary = "Reads",
        Mode = AnalysisMode.Once,
        Role = "default",
        Parameters = [],
        Sources = sources.Select((source, i) => KeyValuePair.Create($"s{i}", source)).ToImmutableSortedDictionary(),
        Sql = ImmutableSortedDictionary<string, string>.Empty.Add("*", "SELECT 1 AS one"),
        Limits = new AnalysisLimits(10, 1000, TimeSpan.FromSeconds(10)),
        Digest = "1",
        File = "reading.yaml",
    };

    private FileSource File(string name, int bytes)
    {
        System.IO.File.WriteAllBytes(_folder.File(name), new byte[bytes]);
        return new FileSource(_folder.File(name), "parquet");
    }
}
