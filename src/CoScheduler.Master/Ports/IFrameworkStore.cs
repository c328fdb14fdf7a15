using CoScheduler.Pool;

namespace CoScheduler.Master;

/// <summary>What frameworks must remember over restarts beyond their demands and allocations: documents by name.</summary>
public interface IFrameworkStore
{
    /// <summary>All documents of a framework.</summary>
    /// <param name="framework">Whose.</param>
    /// <returns>The documents by name.</returns>
    IReadOnlyDictionary<string, string> Load(FrameworkId framework);

    /// <summary>Keeps changes, all or none, durably.</summary>
    /// <param name="framework">Whose.</param>
    /// <param name="changes">Documents by name; null deletes one.</param>
    void Save(FrameworkId framework, IReadOnlyDictionary<string, string?> changes);
}
