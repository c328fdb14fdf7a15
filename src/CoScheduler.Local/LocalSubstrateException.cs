namespace CoScheduler.Local;

/// <summary>This machine can't be used as it was asked.</summary>
/// <param name="code">
/// <c>local_options</c> (the options are wrong), <c>state_unwritable</c> (the state folder), <c>supervisor_failed</c> (a
/// supervisor does not start) or <c>supervisor_refused</c> (one that runs does not take this server).
/// </param>
/// <param name="message">One sentence that says what to do.</param>
/// <param name="inner">What was underneath.</param>
public sealed class LocalSubstrateException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The code.</summary>
    public string Code { get; } = code;
}
