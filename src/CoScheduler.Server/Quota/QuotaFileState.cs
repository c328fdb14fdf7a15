using System.Collections.Immutable;
using CoScheduler.Analyses;

namespace CoScheduler.Server.Quota;

/// <summary>How the file of <c>--quota</c> stands to the quota in force.</summary>
internal enum QuotaFileCondition
{
    /// <summary>They say the same.</summary>
    Same,

    /// <summary>They differ: somebody has to apply it, or undo it.</summary>
    Differs,

    /// <summary>The file has faults; what is in force stays.</summary>
    Invalid,

    /// <summary>The file can't be read.</summary>
    Unreadable,
}

/// <summary>What was found in the file.</summary>
/// <param name="Path">The file.</param>
/// <param name="State">How it stands to the quota in force.</param>
/// <param name="Message">One sentence that says what to do; null if there is nothing to do.</param>
/// <param name="Differences">What applying it would change.</param>
/// <param name="Errors">Its faults.</param>
internal sealed record QuotaFileState(
    string Path,
    QuotaFileCondition State,
    string? Message,
    IReadOnlyList<RoleDifference> Differences,
    ImmutableArray<ErrorItem> Errors);
