using System.Collections.Immutable;

namespace CoScheduler.Analyses;

/// <summary>How an analysis runs.</summary>
public enum AnalysisMode
{
    /// <summary>Parameters in, rows out.</summary>
    Once,

    /// <summary>A running query that many requests subscribe to.</summary>
    Streaming,
}

/// <summary>Whether a request may be run again after its driver or worker died.</summary>
public enum RetryMode
{
    /// <summary>Never: it fails as <c>driver_lost</c>.</summary>
    Never,

    /// <summary>It has no effect but its rows, so it may.</summary>
    Idempotent,
}

/// <summary>An analysis as its file says (contract.md section 5), validated.</summary>
public sealed record Analysis
{
    /// <summary>Its name, unique in the catalogue.</summary>
    public required string Name { get; init; }

    /// <summary>One sentence for people.</summary>
    public required string Summary { get; init; }

    /// <summary>How it runs.</summary>
    public required AnalysisMode Mode { get; init; }

    /// <summary>The role that its work counts against.</summary>
    public required string Role { get; init; }

    /// <summary>The engine that it names, or null for the server's default.</summary>
    public string? Engine { get; init; }

    /// <summary>Its parameters, in the order of the file.</summary>
    public required ImmutableArray<Parameter> Parameters { get; init; }

    /// <summary>Its sources, by the name that the body uses.</summary>
    public required ImmutableSortedDictionary<string, Source> Sources { get; init; }

    /// <summary>Its body by engine name; <c>*</c> is a text for every engine.</summary>
    public required ImmutableSortedDictionary<string, string> Sql { get; init; }

    /// <summary>Its limits.</summary>
    public required AnalysisLimits Limits { get; init; }

    /// <summary>Whether it may run again.</summary>
    public RetryMode Retry { get; init; } = RetryMode.Never;

    /// <summary>The version: the SHA-256 of its file's content, in hex, its first 16 digits.</summary>
    public required string Digest { get; init; }

    /// <summary>The file that it was read from.</summary>
    public required string File { get; init; }

    /// <summary>That file's content: a request that was accepted under it runs under it, whatever the file says after a restart.</summary>
    public string Text { get; init; } = "";

    /// <summary>The body for an engine.</summary>
    /// <param name="engine">The engine's name.</param>
    /// <returns>The text, or null if there is none for it.</returns>
    public string? BodyFor(string engine) => Sql.GetValueOrDefault(engine) ?? Sql.GetValueOrDefault("*");
}

/// <summary>What an analysis may use.</summary>
/// <param name="Rows">How many rows it may give.</param>
/// <param name="Bytes">How many bytes they may be, as JSON.</param>
/// <param name="Time">How long it may run.</param>
public sealed record AnalysisLimits(long Rows, long Bytes, TimeSpan Time);

/// <summary>Where an analysis reads.</summary>
public abstract record Source;

/// <summary>A file or a folder of files.</summary>
/// <param name="Path">The full path.</param>
/// <param name="Format"><c>parquet</c>, <c>csv</c>, <c>json</c> or <c>arrow</c>.</param>
public sealed record FileSource(string Path, string Format) : Source;

/// <summary>A Kafka topic kept as a table: the latest value of each key.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Columns">The columns of a value that are read, in order.</param>
/// <param name="LatestBy">The column that tells which rows replace which.</param>
public sealed record TopicTableSource(string Topic, ImmutableArray<Column> Columns, string LatestBy) : Source;

/// <summary>A column.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, by Spark's simple name, for example <c>bigint</c> or <c>decimal(10,2)</c>.</param>
/// <param name="Nullable">Whether it may be null.</param>
public sealed record Column(string Name, string Type, bool Nullable);
