using System.Text.Json;
using CoScheduler.Pool;

namespace CoScheduler.Master.Loop;

/// <summary>A pool as its journal tells it: the last state, and the decisions since. Nothing is decided again.</summary>
internal sealed record Restoration(ResourcePool Pool, long Epoch, long LastNumber, long StateNumber, PoolTime At, bool NewEngine)
{
    public static Restoration From(JournalContent content)
    {
        var pool = content.State is { } state ? Import(state) : new ResourcePool();
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

    /// <summary>The journal has checked what it gave, so a state that can't be read was written by a newer version.</summary>
    private static ResourcePool Import(byte[] state)
    {
        try
        {
            return ResourcePool.Import(state);
        }
        catch (JsonException exception)
        {
            throw new JournalException("journal_newer", $"The state in the journal is of a newer version: {exception.Message} Start the version that wrote it, or a later one.", exception);
        }
    }
}
