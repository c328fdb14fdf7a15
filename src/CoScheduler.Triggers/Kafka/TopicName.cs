namespace CoScheduler.Triggers.Kafka;

/// <summary>The broker's own rule for the names of topics (org.apache.kafka.common.internals.Topic).</summary>
internal static class TopicName
{
    /// <summary>The longest name, in characters.</summary>
    public const int Longest = 249;

    /// <summary>Whether a name is legal.</summary>
    /// <param name="name">The name.</param>
    /// <returns>Whether it is.</returns>
    public static bool IsLegal(string name) =>
        name.Length is > 0 and <= Longest && name is not "." and not ".." && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
}
