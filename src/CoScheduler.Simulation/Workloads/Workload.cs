using System.Collections.Immutable;
using CoScheduler.Pool;

namespace CoScheduler.Simulation.Workloads;

/// <summary>What happens to a pool from outside: which agents there are, and what is wanted. Times in milliseconds.</summary>
public sealed record Workload
{
    /// <summary>What the agents do, by time.</summary>
    public required ImmutableArray<AgentChange> Agents { get; init; }

    /// <summary>What is wanted.</summary>
    public required ImmutableArray<WorkClass> Classes { get; init; }

    /// <summary>When it begins.</summary>
    public long Start { get; init; }

    /// <summary>When it ends.</summary>
    public required long End { get; init; }
}

/// <summary>Something that an agent does, or that is done to it.</summary>
/// <param name="At">When.</param>
/// <param name="Command">A command about an agent.</param>
public sealed record AgentChange(long At, Command Command);

/// <summary>Another quota comes into force.</summary>
/// <param name="At">When.</param>
/// <param name="Quota">The quota.</param>
public sealed record QuotaChange(long At, QuotaTree Quota);

/// <summary>Equal work of one framework.</summary>
public sealed record WorkClass
{
    /// <summary>Whose it is.</summary>
    public required FrameworkId Framework { get; init; }

    /// <summary>Its name.</summary>
    public required DemandClass Class { get; init; }

    /// <summary>What each piece takes.</summary>
    public required DemandTerms Terms { get; init; }

    /// <summary>The pieces, by the time at which they are wanted.</summary>
    public required ImmutableArray<WorkItem> Items { get; init; }

    /// <summary>Pieces that are no longer wanted though they have not ended, by time.</summary>
    public ImmutableArray<Withdrawal> Withdrawals { get; init; } = [];
}

/// <summary>One piece of work: one task, started again until it has run.</summary>
/// <param name="At">When it is wanted.</param>
/// <param name="Runs">How it runs, one after the other: all but the last fail and are started again.</param>
public sealed record WorkItem(long At, ImmutableArray<WorkRun> Runs);

/// <summary>How a piece of work runs once.</summary>
/// <param name="Milliseconds">How long; null means until it is no longer wanted.</param>
/// <param name="ExitCode">Its exit code.</param>
public sealed record WorkRun(long? Milliseconds, int ExitCode);

/// <summary>Pieces that are no longer wanted: first those that wait, then the youngest.</summary>
/// <param name="At">When.</param>
/// <param name="Count">How many.</param>
public sealed record Withdrawal(long At, int Count);
