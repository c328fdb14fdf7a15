namespace CoScheduler.Server.Hosting;

/// <summary>The server can't start as it was asked to.</summary>
/// <param name="code">The code, in snake case.</param>
/// <param name="message">One sentence that says what to do.</param>
/// <param name="inner">What was underneath.</param>
public sealed class StartException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The code.</summary>
    public string Code { get; } = code;
}
