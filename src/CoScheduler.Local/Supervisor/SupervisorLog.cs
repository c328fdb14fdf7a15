using System.Globalization;

namespace CoScheduler.Local.Supervisor;

/// <summary>The supervisor's own lines, for people: its standard error is a file in the agent's folder.</summary>
/// <param name="writer">Where to.</param>
/// <param name="timeProvider">When.</param>
internal sealed class SupervisorLog(TextWriter writer, TimeProvider timeProvider)
{
    private readonly Lock _gate = new();
    private int _lost;

    /// <summary>Writes a line. A disk that is full must not end the tasks: lines that could not be written are counted, and the next one says so.</summary>
    /// <param name="sentence">The sentence.</param>
    public void Write(string sentence)
    {
        lock (_gate)
        {
            var before = _lost == 0 ? "" : $"({_lost} lines before this could not be written.) ";
            try
            {
                writer.WriteLine($"{timeProvider.GetUtcNow().ToString("O", CultureInfo.InvariantCulture)} {before}{sentence}");
                writer.Flush();
                _lost = 0;
            }
            catch (IOException)
            {
                _lost++;
            }
        }
    }
}
