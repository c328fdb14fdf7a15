namespace CoScheduler.Local.Processes;

/// <summary>A process could not be started.</summary>
/// <param name="message">One sentence for people.</param>
internal sealed class SpawnException(string message) : Exception(message);
