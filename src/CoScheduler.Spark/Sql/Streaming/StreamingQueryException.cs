namespace CoScheduler.Spark.Sql.Streaming;

/// <summary>What a streaming query failed with.</summary>
public sealed class StreamingQueryException : SparkException
{
    /// <summary>Makes one.</summary>
    /// <param name="message">What Spark said.</param>
    /// <param name="errorClass">Spark's error condition, or null.</param>
    /// <param name="serverStackTrace">The server's stack, or null.</param>
    public StreamingQueryException(string message, string? errorClass = null, string? serverStackTrace = null)
        : base(new SparkErrorDetails { Message = message, ErrorClass = errorClass }, null) => ServerStackTrace = serverStackTrace;

    /// <summary>The server's stack; null if it was not sent.</summary>
    public string? ServerStackTrace { get; }
}
