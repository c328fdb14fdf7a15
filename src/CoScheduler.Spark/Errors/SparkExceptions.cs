using Grpc.Core;

namespace CoScheduler.Spark;

/// <summary>A query that Spark understood but could not make sense of: a table, column, function or type is wrong.</summary>
public class AnalysisException : SparkException
{
    internal AnalysisException(SparkErrorDetails details, Exception? innerException)
        : base(details, innerException)
    {
    }
}

/// <summary>A text that is not SQL.</summary>
public sealed class ParseException : AnalysisException
{
    internal ParseException(SparkErrorDetails details, Exception? innerException)
        : base(details, innerException)
    {
    }
}

/// <summary>Spark could not be reached, or refused the connection, the token or the size of a message.</summary>
public sealed class SparkConnectException : SparkException
{
    /// <summary>Makes one.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="statusCode">gRPC's code for it.</param>
    /// <param name="innerException">The gRPC error.</param>
    public SparkConnectException(string message, StatusCode statusCode, Exception? innerException = null)
        : base(message, innerException) => StatusCode = statusCode;

    /// <summary>
    /// gRPC's code: <see cref="StatusCode.Unavailable"/> if the server could not be reached after all retries, <see cref="StatusCode.Unauthenticated"/>
    /// for a missing or wrong token, <see cref="StatusCode.ResourceExhausted"/> for a message that is too large.
    /// </summary>
    public StatusCode StatusCode { get; }
}
