using System.Globalization;

namespace CoScheduler.Local.Supervisor;

/// <summary>The supervisor's own lines, for people: its standard error is a file in the agent's folder.</summary>
/// <param name="writer">Where to.</param>
/// <param name="timeProvider">When.</param>
internal sealed class SupervisorLog(TextWriter writer, TimeProvider timeProvider)
{
    private readonly Lock _gate = new();

    /// <summary>Writes a line.</summary>
    /// <param name="sentence">The sentence.</param>
    public void Write(string sentence)
    {
        lock (_gate)
        {
            writer.WriteLine($"{timeProvider.GetUtcNow().ToString("O", CultureInfo.InvariantCulture)} {sentence}");
            writer.Flush();
        }
    }
}
