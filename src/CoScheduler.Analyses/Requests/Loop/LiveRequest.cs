using System.Collections.Immutable;

namespace CoScheduler.Analyses;

/// <summary>A request that has not ended, in memory. Only the loop changes it; its run reads it.</summary>
internal sealed class LiveRequest(RequestRecord record, Analysis? analysis, ImmutableSortedDictionary<string, ParameterValue> values) : IComparable<LiveRequest>
{
    private volatile RequestRecord _record = record;

    public long Number { get; } = record.Number;

    public RequestRecord Record
    {
        get => _record;
        set => _record = value;
    }

    /// <summary>What it runs; null if that is gone since a restart, and then it fails at once.</summary>
    public Analysis? Analysis { get; } = analysis;

    public ImmutableSortedDictionary<string, ParameterValue> Values { get; } = values;

    /// <summary>Ends its run once it has ended otherwise.</summary>
    public CancellationTokenSource Interrupt { get; } = new();

    public int CompareTo(LiveRequest? other) => Number.CompareTo(other?.Number ?? 0);
}
