using CoScheduler.Analyses;

namespace CoScheduler.Triggers.Kafka;

/// <summary>What a Kafka message turned out to be.</summary>
internal abstract record Decoded;

/// <summary>It can be read; whether it is accepted is not the door's to say.</summary>
/// <param name="Message">What it says.</param>
internal sealed record Readable(IncomingMessage Message) : Decoded;

/// <summary>It can't be read: a dead letter.</summary>
/// <param name="Error">Why.</param>
internal sealed record Unreadable(RequestError Error) : Decoded;

/// <summary>Why a message can't be read; thrown inside the codec only, where the reason is found.</summary>
internal sealed class UnreadableException(string code, string detail) : Exception(detail)
{
    /// <summary>The code, in snake case.</summary>
    public string Code { get; } = code;
}
