namespace CoScheduler.Cli.Demo;

/// <summary>Where the demo shows itself.</summary>
internal interface IDemoScreen : IAsyncDisposable
{
    /// <summary>A step of the story, or a decision of the pool with its reason.</summary>
    void Say(string line);

    /// <summary>Things as they stand now.</summary>
    void Show(DemoFrame frame);
}

/// <summary>What can be seen at a moment.</summary>
/// <param name="Agents">The agents.</param>
/// <param name="Tasks">Who holds what.</param>
/// <param name="Sent">How many requests went out.</param>
/// <param name="Done">How many are answered.</param>
/// <param name="LatenciesMs">The latest latencies, in milliseconds.</param>
internal sealed record DemoFrame(
    IReadOnlyList<DemoAgent> Agents,
    IReadOnlyList<DemoTask> Tasks,
    int Sent,
    int Done,
    IReadOnlyList<double> LatenciesMs);

/// <summary>An agent.</summary>
internal sealed record DemoAgent(string Name, string Total, string Free);

/// <summary>A task.</summary>
internal sealed record DemoTask(string Kind, string Name, string Role, string Agent, string Resources, string State, bool Elastic);
