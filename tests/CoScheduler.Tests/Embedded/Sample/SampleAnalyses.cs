using CoScheduler.Analyses;

namespace CoScheduler.Tests.Embedded.Sample;

/// <summary>The analyses in <c>jobs</c>.</summary>
internal static class SampleAnalyses
{
    private static readonly Lazy<Catalogue> _catalogue = new(Load);

    public static string Jobs => Path.Combine(RepositoryFolder.Path, "jobs");

    public static Analysis Coupons => _catalogue.Value.Analyses["coupons"];

    public static Analysis Demand => _catalogue.Value.Analyses["demand"];

    public static TopicTableSource Stock => (TopicTableSource)Coupons.Sources["stock"];

    private static Catalogue Load()
    {
        var load = CatalogueLoader.Load([Jobs]);
        return load.Errors.IsEmpty ? load.Catalogue : throw new InvalidOperationException(string.Join(Environment.NewLine, load.Errors));
    }
}
