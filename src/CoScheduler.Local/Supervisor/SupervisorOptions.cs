using System.Globalization;

namespace CoScheduler.Local.Supervisor;

/// <summary>How a supervisor is started. Leash and kill wait come from its server.</summary>
/// <param name="Agent">The agent's name, for people who look at the process list.</param>
/// <param name="Folder">The agent's folder.</param>
/// <param name="FirstWait">How long it waits for its first server.</param>
internal sealed record SupervisorOptions(string Agent, AgentFolder Folder, TimeSpan FirstWait)
{
    /// <summary>Long enough for a busy machine; the server connects as soon as we listen.</summary>
    public static readonly TimeSpan DefaultFirstWait = TimeSpan.FromSeconds(15);

    /// <summary>How long a supervisor waits for the one before it to be gone.</summary>
    public static readonly TimeSpan LockWait = TimeSpan.FromSeconds(60);

    private const string AgentOption = "--agent";
    private const string FolderOption = "--folder";
    private const string FirstWaitOption = "--first-wait-ms";

    /// <summary>The options as arguments.</summary>
    /// <returns>What <see cref="Parse"/> reads.</returns>
    public IEnumerable<string> ToArguments() =>
        [AgentOption, Agent, FolderOption, Folder.Path, FirstWaitOption, ((long)FirstWait.TotalMilliseconds).ToString(CultureInfo.InvariantCulture)];

    /// <summary>Reads the arguments.</summary>
    /// <param name="arguments">The arguments behind the verb.</param>
    /// <returns>The options, or null if they are not as <see cref="ToArguments"/> gives them.</returns>
    public static SupervisorOptions? Parse(IReadOnlyList<string> arguments) =>
        arguments is [AgentOption, var agent, FolderOption, var folder, FirstWaitOption, var wait] && long.TryParse(wait, CultureInfo.InvariantCulture, out var milliseconds)
            ? new SupervisorOptions(agent, new AgentFolder(folder), TimeSpan.FromMilliseconds(milliseconds))
            : null;
}
