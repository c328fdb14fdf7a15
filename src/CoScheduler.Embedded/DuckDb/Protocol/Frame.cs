namespace CoScheduler.Embedded.DuckDb;

/// <summary>A message and what it carries.</summary>
/// <param name="Message">The message.</param>
/// <param name="Payload">UTF-8 text or an Arrow stream, as the message says.</param>
internal readonly record struct Frame(WorkerMessage Message, ReadOnlyMemory<byte> Payload)
{
    public Frame(WorkerMessage message)
        : this(message, ReadOnlyMemory<byte>.Empty)
    {
    }
}
