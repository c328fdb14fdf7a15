using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace CoScheduler.Local.Protocol;

/// <summary>What a supervisor says to its server.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Welcome), "welcome")]
[JsonDerivedType(typeof(Refused), "refused")]
[JsonDerivedType(typeof(Answered), "answered")]
[JsonDerivedType(typeof(Observed), "observed")]
internal abstract record SupervisorMessage;

/// <summary>The server is taken as the newest.</summary>
/// <param name="Version">The protocol's version.</param>
/// <param name="Pid">The supervisor's process id.</param>
/// <param name="Tasks">All that it knows of tasks.</param>
/// <param name="Notices">What it can't enforce, one sentence each.</param>
internal sealed record Welcome(int Version, int Pid, ImmutableArray<TaskState> Tasks, ImmutableArray<string> Notices) : SupervisorMessage;

/// <summary>The server is not taken; the connection ends.</summary>
/// <param name="Code">One of <see cref="RefusalCodes"/>.</param>
/// <param name="Detail">One sentence.</param>
internal sealed record Refused(string Code, string Detail) : SupervisorMessage;

/// <summary>A call is done.</summary>
/// <param name="Call">Which.</param>
internal sealed record Answered(long Call) : SupervisorMessage;

/// <summary>A task was seen.</summary>
/// <param name="State">What was seen.</param>
internal sealed record Observed(TaskState State) : SupervisorMessage;

/// <summary>Why a server is not taken.</summary>
internal static class RefusalCodes
{
    /// <summary>A master of a higher epoch was here.</summary>
    public const string StaleEpoch = "stale_epoch";

    /// <summary>The supervisor speaks another version.</summary>
    public const string Version = "version";

    /// <summary>The supervisor is ending its tasks; the next one starts after it.</summary>
    public const string Ending = "ending";

    /// <summary>The first message was not a greeting.</summary>
    public const string Protocol = "protocol";
}
