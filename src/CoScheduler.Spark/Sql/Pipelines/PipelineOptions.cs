using System.Collections.Immutable;

namespace CoScheduler.Spark.Sql.Pipelines;

/// <summary>Where a pipeline's tables are and how it runs.</summary>
public sealed record PipelineOptions
{
    /// <summary>The catalog of tables that are named without one; null for the session's.</summary>
    public string? DefaultCatalog { get; init; }

    /// <summary>The database of tables that are named without one; null for the session's.</summary>
    public string? DefaultDatabase { get; init; }

    /// <summary>The root of checkpoints of its streaming tables, an absolute URI such as <c>file:///data/pipeline</c>. Runs that are not dry need it.</summary>
    public string? Storage { get; init; }

    /// <summary>Settings of Spark SQL's that its flows run with.</summary>
    public ImmutableSortedDictionary<string, string> Settings { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}

/// <summary>What a run brings up to date.</summary>
public sealed record PipelineRunOptions
{
    /// <summary>Whether it only checks the graph and writes nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>Whether all tables are emptied and computed anew.</summary>
    public bool FullRefreshAll { get; init; }

    /// <summary>Tables that are emptied and computed anew.</summary>
    public ImmutableArray<string> FullRefresh { get; init; } = [];

    /// <summary>Tables that alone are brought up to date; empty for all.</summary>
    public ImmutableArray<string> Refresh { get; init; } = [];
}

/// <summary>What happened in a run.</summary>
/// <param name="Timestamp">When.</param>
/// <param name="Message">What, in Spark's words.</param>
public sealed record PipelineEvent(DateTimeOffset Timestamp, string Message);
