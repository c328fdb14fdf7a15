using System.Collections.Immutable;
using CoScheduler.Analyses;
using CoScheduler.Master;
using CoScheduler.Pool;
using CoScheduler.Server.Quota;

namespace CoScheduler.Server.Hosting;

/// <summary>
/// The catalogue as this server runs it: while no quota was ever set there is one role, and everything runs in it, whatever
/// role the files name. So the analyses that come with the program run on a server that was told nothing.
/// </summary>
internal sealed class CatalogueInForce : ICatalogueSource
{
    private readonly ICatalogueSource _files;
    private readonly IPoolMaster _master;
    private volatile Shown _shown;

    public CatalogueInForce(ICatalogueSource files, IPoolMaster master)
    {
        (_files, _master) = (files, master);
        _shown = Show();
        files.Changed += () => Changed?.Invoke();
    }

    public event Action? Changed;

    public Catalogue Current
    {
        get
        {
            if (_shown.Files != _files.Current || _shown.Quota != _master.Snapshot.Quota)
            {
                _shown = Show();
            }

            return _shown.Catalogue;
        }
    }

    private Shown Show()
    {
        var (files, quota) = (_files.Current, _master.Snapshot.Quota);
        var only = QuotaText.ETag(quota) == QuotaText.ETag(QuotaTree.Default) ? quota.Roles.Keys.Single() : null;
        var catalogue = only is null
            ? files
            : new Catalogue(files.Analyses.ToImmutableSortedDictionary(a => a.Key, a => a.Value with { Role = only }, StringComparer.Ordinal));
        return new Shown(files, quota, catalogue);
    }

    private sealed record Shown(Catalogue Files, QuotaTree Quota, Catalogue Catalogue);
}
