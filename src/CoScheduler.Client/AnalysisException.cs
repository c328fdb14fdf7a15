namespace CoScheduler.Client;

/// <summary>A request has no result, or nobody could be asked.</summary>
/// <param name="error">Why.</param>
/// <param name="inner">What was underneath.</param>
public sealed class AnalysisException(AnalysisError error, Exception? inner = null) : Exception($"{error.Code}: {error.Detail}", inner)
{
    /// <summary>Why.</summary>
    public AnalysisError Error { get; } = error;

    /// <summary>Nobody could be asked; the same may succeed later.</summary>
    internal static AnalysisException Unreachable(string detail, Exception? inner = null) => new(new AnalysisError("unreachable", detail, true, null, []), inner);
}
