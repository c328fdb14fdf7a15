using System.Collections.Immutable;

namespace CoScheduler.Spark;

/// <summary>A part of a query that an error is about.</summary>
/// <param name="Fragment">The text.</param>
/// <param name="StartIndex">Where it begins in the query, from 0; -1 if unknown.</param>
/// <param name="StopIndex">Its last character in the query, from 0; -1 if unknown.</param>
/// <param name="ObjectType">What it is in, for example <c>VIEW</c>; empty for the query itself.</param>
/// <param name="ObjectName">The name of what it is in.</param>
/// <param name="Summary">Spark's rendering of it, several lines.</param>
public sealed record SparkQueryContext(string Fragment, int StartIndex, int StopIndex, string ObjectType, string ObjectName, string Summary);

/// <summary>One of the server's exceptions.</summary>
/// <param name="Type">Its JVM class.</param>
/// <param name="Message">What it says.</param>
/// <param name="ErrorClass">Its error condition, or null.</param>
/// <param name="StackTrace">Its frames, if <see cref="Connect.SparkConnectOptions.ServerStackTrace"/> asked for them.</param>
public sealed record SparkErrorCause(string Type, string Message, string? ErrorClass, ImmutableArray<string> StackTrace);

/// <summary>All that is known of an error of Spark's.</summary>
internal sealed record SparkErrorDetails
{
    public required string Message { get; init; }

    public string? ErrorClass { get; init; }

    public string? SqlState { get; init; }

    public ImmutableSortedDictionary<string, string> MessageParameters { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public ImmutableArray<SparkQueryContext> QueryContexts { get; init; } = [];

    public ImmutableArray<SparkErrorCause> Causes { get; init; } = [];

    public string? ServerType { get; init; }

    /// <summary>The JVM class and those that it extends.</summary>
    public ImmutableArray<string> TypeHierarchy { get; init; } = [];
}
