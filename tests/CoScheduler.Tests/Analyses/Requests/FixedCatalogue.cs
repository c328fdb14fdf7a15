using CoScheduler.Analyses;
using Xunit;

namespace CoScheduler.Tests.Analyses;

internal sealed class FixedCatalogue(params IEnumerable<string> files) : ICatalogueSource
{
    public event Action? Changed
    {
        add { }
        remove { }
    }

    public Catalogue Current { get; set; } = Read(files);

    private static Catalogue Read(IEnumerable<string> files)
    {
        var analyses = Catalogue.Empty.Analyses;
        foreach (var text in files)
        {
            var load = CatalogueLoader.Parse("/analyses/file.yaml", text);
            Assert.Empty(load.Errors);
            analyses = analyses.AddRange(load.Catalogue.Analyses);
        }

        return new(analyses);
    }
}
