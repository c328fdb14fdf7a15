namespace CoScheduler.Local;

/// <summary>Judges options as a whole.</summary>
public static class LocalSubstrateOptionsValidator
{
    private const int LongestName = 64;
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    /// <summary>Finds every fault.</summary>
    /// <param name="options">The options.</param>
    /// <returns>One sentence for each fault; empty if there is none.</returns>
    public static IReadOnlyList<string> Validate(LocalSubstrateOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var errors = new List<string>();
        if (!OperatingSystem.IsLinux())
        {
            errors.Add("Tasks run on this machine only under Linux; use another substrate.");
        }

        if (options.SelfCommand.IsDefaultOrEmpty)
        {
            errors.Add("SelfCommand is empty: say how this program is started again.");
        }

        if (string.IsNullOrWhiteSpace(options.StateFolder))
        {
            errors.Add("StateFolder is empty: name a folder that lasts.");
        }

        AddAgents(options, errors);
        AddWait(nameof(options.RecoveryTimeout), options.RecoveryTimeout, errors);
        AddWait(nameof(options.KillWait), options.KillWait, errors);
        return errors;
    }

    /// <summary>Whether a name can name files: letters, digits, <c>.</c>, <c>_</c> and <c>-</c>.</summary>
    /// <param name="name">The name.</param>
    /// <param name="longest">How many characters it may have.</param>
    /// <returns>Whether it can.</returns>
    internal static bool IsFileName(string name, int longest) =>
        name.Length is > 0 && name.Length <= longest && name is not ("." or "..") && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    private static void AddAgents(LocalSubstrateOptions options, List<string> errors)
    {
        if (options.Agents.IsDefaultOrEmpty)
        {
            errors.Add("There is no agent: name at least one.");
            return;
        }

        errors.AddRange(options.Agents.Select(agent => agent.Id.Value).Where(name => !IsFileName(name, LongestName))
            .Select(name => $"The agent name '{name}' is not one: use 1 to {LongestName} letters, digits, '.', '_' and '-'."));
        errors.AddRange(options.Agents.GroupBy(agent => agent.Id).Where(same => same.Count() > 1)
            .Select(same => $"The agent name '{same.Key}' is given {same.Count()} times: give each agent a name of its own."));
    }

    private static void AddWait(string name, TimeSpan wait, List<string> errors)
    {
        if (wait < TimeSpan.Zero || wait > LongestWait)
        {
            errors.Add($"{name} is {wait}: use zero to {LongestWait.TotalHours:0} hours.");
        }
    }
}
