using CoScheduler.Pool;

namespace CoScheduler.Master.Loop;

/// <summary>A pool as its journal tells it: the last state, and the decisions since. Nothing is decided again.</summary>
internal sealed record Restoration(ResourcePool Pool, long Epoch, long LastNumber, long StateNumber, PoolTime At, bool NewEngine)
{
    public static Restoration From(JournalContent content)
    {
        var pool = content.State is { } state ? ResourcePool.Import(state) : new ResourcePool();
        var (number, at, newEngine) = (content.StateNumber, content.StateAt, false);
        foreach (var record in content.Records)
        {
            pool.Apply(record.At, record.Decisions);
            number = record.Number;
            at = record.At;
            newEngine |= record.EngineVersion < ResourcePool.EngineVersion;
        }

        return new Restoration(pool, content.Epoch, number, content.StateNumber, at, newEngine);
    }
}
