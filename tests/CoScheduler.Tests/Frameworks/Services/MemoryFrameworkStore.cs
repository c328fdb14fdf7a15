using CoScheduler.Master;
using CoScheduler.Pool;

namespace CoScheduler.Tests.Frameworks.Services;

internal sealed class MemoryFrameworkStore : IFrameworkStore
{
    private readonly Dictionary<string, string> _documents = [];

    public IReadOnlyDictionary<string, string> Load(FrameworkId framework) => new Dictionary<string, string>(_documents);

    public void Save(FrameworkId framework, IReadOnlyDictionary<string, string?> changes)
    {
        foreach (var (name, body) in changes)
        {
            if (body is null)
            {
                _documents.Remove(name);
            }
            else
            {
                _documents[name] = body;
            }
        }
    }
}
