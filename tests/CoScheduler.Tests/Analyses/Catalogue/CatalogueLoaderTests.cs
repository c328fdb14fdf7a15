using CoScheduler.Analyses;
using Xunit;

namespace CoScheduler.Tests.Analyses;

public sealed class CatalogueLoaderTests
{
    private static readonly string Fixtures = Path.Combine(AppContext.BaseDirectory, "Analyses", "Catalogue", "Fixtures");

    [Fact]
    public void Load_FilesWithFaults_NamesEveryFaultWithItsPlace()
    {
        var folder = Path.Combine(Fixtures, "Bad");
        var load = CatalogueLoader.Load([folder]);

        var told = string.Join('\n', load.Errors.Select(e => e.ToString().Replace(folder + "/", "", StringComparison.Ordinal))) + "\n";
        var expected = File.ReadAllText(Path.Combine(Fixtures, "Bad.expected.txt"));
        Assert.Equal(expected, told, ignoreLineEndingDifferences: true);
        Assert.Equal(["twice"], load.Catalogue.Analyses.Keys);
    }

    [Fact]
    public void Load_TheAnalysesOfTheProduct_HaveNoFault()
    {
        var load = CatalogueLoader.Load([Path.Combine(RepositoryFolder.Path, "jobs")]);

        Assert.Empty(load.Errors);
        var coupons = load.Catalogue.Find("coupons")!;
        Assert.Equal("analytics/realtime", coupons.Role);
        Assert.Equal(["customer", "lat", "lon", "radiusKm"], coupons.Parameters.Select(p => p.Name));
        Assert.Equal(new ParameterValue(ParameterType.Double, 2d), coupons.Parameters[3].Default);
        Assert.Equal((20, 64 << 10), (coupons.Limits.Rows, coupons.Limits.Bytes));
        Assert.Equal(RetryMode.Idempotent, coupons.Retry);
        var stock = Assert.IsType<TopicTableSource>(coupons.Sources["stock"]);
        Assert.Equal([new Column("coupon", "bigint", true), new Column("remaining", "int", true)], stock.Columns);
        Assert.Equal("parquet", Assert.IsType<FileSource>(coupons.Sources["purchases"]).Format);
        Assert.Equal(coupons.Sql["*"], coupons.BodyFor("spark"));
        Assert.Matches("^[0-9a-f]{16}$", coupons.Digest);
    }

    [Fact]
    public void Load_FolderThatIsNotThere_IsAFault()
    {
        var error = Assert.Single(CatalogueLoader.Load([Path.Combine(Fixtures, "Nowhere")]).Errors);

        Assert.Equal("unreadable", error.Code);
    }

    [Fact]
    public void Load_FileThatIsNotUtf8_IsAFault()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("a.yaml"), [(byte)'n', 0xFF, 0xFE]);

        Assert.Equal("unreadable", Assert.Single(CatalogueLoader.Load([folder.Path]).Errors).Code);
    }

    [Fact]
    public void Parse_TextOfAnAnalysis_GivesTheSameAnalysis()
    {
        var file = Path.Combine(RepositoryFolder.Path, "jobs", "coupons.yaml");
        var original = CatalogueLoader.Load([Path.GetDirectoryName(file)!]).Catalogue.Find("coupons")!;

        var parsed = CatalogueLoader.Parse(original.File, original.Text).Catalogue.Find("coupons")!;

        Assert.Equal(original.Digest, parsed.Digest);
        Assert.Equal(original.Sql["*"], parsed.Sql["*"]);
    }
}
