using System.Collections.Concurrent;
using System.Globalization;

namespace CoScheduler.Embedded.DuckDb;

/// <summary>An analysis as a worker keeps it ready.</summary>
internal sealed class PreparedAnalysis(WireAnalysis wire, string schema, IReadOnlyList<(string Name, FileTable Table)> files)
{
    private TranslatedSql? _translated;
    private int[] _generations = [];

    public WireAnalysis Wire { get; } = wire;

    /// <summary>The schema that holds its views.</summary>
    public string Schema { get; } = schema;

    public IReadOnlyList<(string Name, FileTable Table)> Files { get; } = files;

    /// <summary>Rises with every version that was told.</summary>
    public int Order { get; } = int.Parse(schema[(schema.IndexOf('_') + 1)..], CultureInfo.InvariantCulture);

    /// <summary>Why its sources are not ready; null if they are.</summary>
    public string? Fault { get; set; }

    /// <summary>Why a topic's rows could not be taken in, by table; null values mean they could.</summary>
    public ConcurrentDictionary<string, string?> TopicFaults { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether all files are as they were when its views were made.</summary>
    public bool IsCurrent() => Fault is null && Files.All(f => !f.Table.IsStale()) && _generations.SequenceEqual(Files.Select(f => f.Table.Generation));

    public void Refreshed() => _generations = [.. Files.Select(f => f.Table.Generation)];

    /// <summary>Its body, cut at its parameters; the types of an analysis' parameters never change.</summary>
    public TranslatedSql Body(IReadOnlyList<WireParameter> parameters) =>
        _translated ??= NamedParameters.Translate(Wire.Sql, parameters.ToDictionary(p => p.Name, p => p.Type, StringComparer.Ordinal));
}
