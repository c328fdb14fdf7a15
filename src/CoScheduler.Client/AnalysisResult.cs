namespace CoScheduler.Client;

/// <summary>How a request ended: with rows, or with an error.</summary>
/// <typeparam name="T">A row.</typeparam>
/// <param name="Id">The request's id.</param>
/// <param name="RowsOrEmpty">The rows of the last attempt; empty if there is an error.</param>
/// <param name="Error">Why there is no result, or null.</param>
/// <param name="End">The event that ended the request.</param>
public sealed record AnalysisResult<T>(string Id, IReadOnlyList<T> RowsOrEmpty, AnalysisError? Error, AnalysisEvent End)
{
    /// <summary>The rows.</summary>
    /// <exception cref="AnalysisException">There are none, for there is an <see cref="Error"/>.</exception>
    public IReadOnlyList<T> Rows => Error is null ? RowsOrEmpty : throw new AnalysisException(Error);
}
