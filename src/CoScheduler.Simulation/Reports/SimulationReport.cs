using System.Collections.Immutable;

namespace CoScheduler.Simulation.Reports;

/// <summary>What came of a simulation, or of a recorded past. Times in milliseconds, shares from 0 to 1.</summary>
public sealed record SimulationReport
{
    /// <summary>When it began.</summary>
    public long Start { get; init; }

    /// <summary>When it ended.</summary>
    public required long End { get; init; }

    /// <summary>How many commands the pool was told; 0 for a recorded past.</summary>
    public required long Commands { get; init; }

    /// <summary>How much of the capacity that was there, over time, was allocated: by resource.</summary>
    public required ImmutableSortedDictionary<string, double> Utilisation { get; init; }

    /// <summary>Every role in which something was wanted, by path.</summary>
    public required ImmutableArray<RoleReport> Roles { get; init; }

    /// <summary>How it stood at equal distances of time.</summary>
    public required ImmutableArray<Sample> Timeline { get; init; }

    /// <summary>What the pool refused to be told, once each: a workload that doesn't fit its quota.</summary>
    public ImmutableArray<string> Refused { get; init; } = [];

    /// <summary>The classes that at the end can never be placed as things are, with why.</summary>
    public ImmutableArray<string> Never { get; init; } = [];
}

/// <summary>What a role had.</summary>
public sealed record RoleReport
{
    /// <summary>Its path.</summary>
    public required string Role { get; init; }

    /// <summary>Its part of the whole capacity, over time: by resource.</summary>
    public required ImmutableSortedDictionary<string, double> Utilisation { get; init; }

    /// <summary>How long its pieces of work waited until they had a place.</summary>
    public required Waits Waits { get; init; }

    /// <summary>How many still wait at the end.</summary>
    public required int Waiting { get; init; }

    /// <summary>How many allocations were taken away: by the cause.</summary>
    public required ImmutableSortedDictionary<string, int> Evictions { get; init; }

    /// <summary>How many tasks exited with code 0.</summary>
    public required int Completed { get; init; }

    /// <summary>How many exited otherwise.</summary>
    public required int Failed { get; init; }

    /// <summary>How many were lost with their agents.</summary>
    public required int Lost { get; init; }

    /// <summary>
    /// How much of the free capacity, on the average over time and over what the role asks for, is on agents where none of
    /// it fits: of the gpus if it takes gpus, else of the cpus. 0 means that all of it could be used.
    /// </summary>
    public required double Fragmentation { get; init; }

    /// <summary>How many allocations were taken away, for whatever cause.</summary>
    public int Evicted => Evictions.Values.Sum();
}

/// <summary>How long things waited, in milliseconds. What still waits at the end counts with how long it has.</summary>
/// <param name="Count">How many.</param>
/// <param name="P50">Half of them waited no longer.</param>
/// <param name="P90">Nine of ten waited no longer.</param>
/// <param name="P99">99 of a hundred waited no longer.</param>
/// <param name="Max">The longest.</param>
public sealed record Waits(int Count, long P50, long P90, long P99, long Max)
{
    /// <summary>Of measured waits, by the nearest rank.</summary>
    /// <param name="milliseconds">Them, in any order.</param>
    /// <returns>Their figures; zeros if there are none.</returns>
    public static Waits Of(IEnumerable<long> milliseconds)
    {
        var sorted = milliseconds.Order().ToArray();
        long Rank(int percent) => sorted.Length == 0 ? 0 : sorted[Math.Max(0, (((long)sorted.Length * percent) + 99) / 100 - 1)];
        return new Waits(sorted.Length, Rank(50), Rank(90), Rank(99), Rank(100));
    }
}

/// <summary>How it stood at one time.</summary>
/// <param name="At">When.</param>
/// <param name="Capacity">What there was, by resource, in its smallest unit.</param>
/// <param name="Roles">What each role had and how much waited, by path.</param>
public sealed record Sample(long At, ImmutableSortedDictionary<string, long> Capacity, ImmutableSortedDictionary<string, RoleSample> Roles);

/// <summary>How a role stood at one time.</summary>
/// <param name="Used">What it had, by resource, in its smallest unit.</param>
/// <param name="Waiting">How many pieces waited.</param>
public sealed record RoleSample(ImmutableSortedDictionary<string, long> Used, int Waiting);
