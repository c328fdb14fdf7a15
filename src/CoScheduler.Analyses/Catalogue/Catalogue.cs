using System.Collections.Immutable;

namespace CoScheduler.Analyses;

/// <summary>All analyses that can be asked for, as they stood when the files were read.</summary>
/// <param name="Analyses">The analyses, by name.</param>
public sealed record Catalogue(ImmutableSortedDictionary<string, Analysis> Analyses)
{
    /// <summary>None.</summary>
    public static readonly Catalogue Empty = new(ImmutableSortedDictionary.Create<string, Analysis>(StringComparer.Ordinal));

    /// <summary>An analysis by name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The analysis, or null.</returns>
    public Analysis? Find(string name) => Analyses.GetValueOrDefault(name);
}

/// <summary>What came of reading the files.</summary>
/// <param name="Catalogue">The analyses whose files are without fault.</param>
/// <param name="Errors">All faults of all files, in the order of the files and of their lines.</param>
public sealed record CatalogueLoad(Catalogue Catalogue, ImmutableArray<CatalogueError> Errors);

/// <summary>The catalogue in force.</summary>
public interface ICatalogueSource
{
    /// <summary>The catalogue in force now.</summary>
    Catalogue Current { get; }

    /// <summary>Another catalogue came into force.</summary>
    event Action? Changed;
}
