using CoScheduler.Master;

namespace CoScheduler.Tests.Master;

internal sealed class MemorySecrets : ISecretStore
{
    public string GetOrCreate(string name) => $"secret of {name}";

    public string? Find(string name) => GetOrCreate(name);
}
