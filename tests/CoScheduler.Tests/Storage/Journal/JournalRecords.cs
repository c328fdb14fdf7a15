using CoScheduler.Master;
using CoScheduler.Pool;

namespace CoScheduler.Tests.Storage.Journal;

internal static class JournalRecords
{
    public static JournalRecord[] Numbered(long from, long to, long epoch = 1) =>
        [.. Enumerable.Range((int)from, (int)(to - from + 1)).Select(number => One(number, epoch))];

    public static JournalRecord One(long number, long epoch = 1, int engine = ResourcePool.EngineVersion) => new(
        number,
        epoch,
        new PoolTime(number * 10),
        DateTimeOffset.UnixEpoch.AddSeconds(number),
        engine,
        new CordonAgent(new AgentId($"agent-{number}-{new string('x', 40)}")),
        []);

    /// <summary>Records as text: arrays in them compare by identity.</summary>
    public static string Text(IEnumerable<JournalRecord> records) =>
        string.Join('\n', records.Select(record => $"{record.Number} {record.Epoch} {record.At} {record.Wall:O} {record.EngineVersion} {record.Command} {record.Decisions.Length}"));
}
