namespace CoScheduler.Local.Processes;

/// <summary>What every task has in its environment, so that what is left of one can be found without control groups.</summary>
internal static class ProcessMarker
{
    /// <summary>The variable that names the supervisor's state folder, hashed.</summary>
    public const string OwnerVariable = "COSCHEDULER_OWNER";

    /// <summary>The variable that names the task.</summary>
    public const string TaskVariable = "COSCHEDULER_TASK";

    /// <summary>Processes that carry a variable with a value.</summary>
    /// <param name="variable">The variable.</param>
    /// <param name="value">Its value.</param>
    /// <returns>Their ids.</returns>
    public static IEnumerable<int> Find(string variable, string value)
    {
        var wanted = $"\0{variable}={value}\0";
        return ProcFile.Processes().Where(pid =>
            ProcFile.ReadOrNull($"/proc/{pid}/environ") is { } environment && $"\0{environment}\0".Contains(wanted, StringComparison.Ordinal));
    }
}
