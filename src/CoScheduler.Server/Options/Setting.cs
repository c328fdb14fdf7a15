namespace CoScheduler.Server.Options;

/// <summary>A value that somebody gave, and where.</summary>
/// <param name="Name">The option's name, without dashes in front, for example <c>recovery-timeout</c>.</param>
/// <param name="Values">The values; several for what is repeatable.</param>
/// <param name="Origin">Where it was given, for people: <c>--listen</c>, <c>COSCHEDULER_LISTEN</c>, <c>coscheduler.yaml:3</c>.</param>
public sealed record Setting(string Name, IReadOnlyList<string> Values, string Origin);

/// <summary>An option that can't be used.</summary>
/// <param name="Origin">Where it was given.</param>
/// <param name="Message">One sentence that says what to do.</param>
public sealed record OptionFault(string Origin, string Message)
{
    /// <inheritdoc />
    public override string ToString() => $"{Origin}: {Message}";
}
