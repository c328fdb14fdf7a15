using System.Collections.Immutable;

namespace CoScheduler.Spark;

/// <summary>Spark refused or failed.</summary>
public class SparkException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="message">What Spark said.</param>
    /// <param name="innerException">The gRPC error that brought it.</param>
    public SparkException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    internal SparkException(SparkErrorDetails details, Exception? innerException)
        : base(details.Message, innerException)
    {
        ErrorClass = details.ErrorClass;
        SqlState = details.SqlState;
        MessageParameters = details.MessageParameters;
        QueryContexts = details.QueryContexts;
        Causes = details.Causes;
        ServerType = details.ServerType;
    }

    /// <summary>Spark's error condition, for example <c>TABLE_OR_VIEW_NOT_FOUND</c>, with a dot before its sub-class; null if it has none.</summary>
    public string? ErrorClass { get; }

    /// <summary>The SQL state of the error condition, five characters; null if it has none.</summary>
    public string? SqlState { get; }

    /// <summary>The values in the message, by Spark's names for them.</summary>
    public ImmutableSortedDictionary<string, string> MessageParameters { get; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The parts of the query that it is about.</summary>
    public ImmutableArray<SparkQueryContext> QueryContexts { get; } = [];

    /// <summary>The server's exceptions, the thrown one first and each followed by its cause; the last is the root cause. Empty if they could not be had.</summary>
    public ImmutableArray<SparkErrorCause> Causes { get; } = [];

    /// <summary>The JVM class of the server's exception; null if the error is not from Spark.</summary>
    public string? ServerType { get; }
}
