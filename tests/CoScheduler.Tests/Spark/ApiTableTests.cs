using Xunit;

namespace CoScheduler.Tests.Spark;

/// <summary>The package's README says truly what of Microsoft.Spark's surface is here.</summary>
public sealed class ApiTableTests
{
    private const string Begin = "<!-- the table of ApiTableTests -->";
    private const string End = "<!-- its end -->";

    [Fact]
    public void Readme_TableOfTheApi_IsWhatReflectionGives()
    {
        var list = File.ReadLines(Path.Combine(RepositoryFolder.Path, "tests", "CoScheduler.Tests", "Spark", "microsoft-spark.txt"));
        var readme = File.ReadAllText(Path.Combine(RepositoryFolder.Path, "src", "CoScheduler.Spark", "README.md"));
        var table = readme[(readme.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length)..readme.IndexOf(End, StringComparison.Ordinal)].Trim();
        Assert.Equal(ApiTable.Markdown(list), table);
    }
}
