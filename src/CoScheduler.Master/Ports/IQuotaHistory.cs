using CoScheduler.Pool;

namespace CoScheduler.Master;

/// <summary>Every tree of roles that was ever in force, kept with the command that set it.</summary>
public interface IQuotaHistory
{
    /// <summary>Reads changes, the newest first.</summary>
    /// <param name="before">The version that they are older than; null begins with the newest.</param>
    /// <param name="limit">How many at most.</param>
    /// <returns>The changes.</returns>
    /// <exception cref="JournalException">What is kept can't be read.</exception>
    IReadOnlyList<QuotaChange> Read(long? before, int limit);

    /// <summary>Reads one change.</summary>
    /// <param name="version">Its version.</param>
    /// <returns>The change; null if there is no such version.</returns>
    /// <exception cref="JournalException">What is kept can't be read.</exception>
    QuotaChange? Find(long version);
}

/// <summary>A change of the quota.</summary>
/// <param name="Version">Counted from 1.</param>
/// <param name="Number">The step that made it.</param>
/// <param name="Wall">When.</param>
/// <param name="Origin">By whom and why; null if a part of the server did it by itself.</param>
/// <param name="Quota">What has been in force since.</param>
/// <param name="Before">What was in force before; null of the first.</param>
public sealed record QuotaChange(long Version, long Number, DateTimeOffset Wall, Origin? Origin, QuotaTree Quota, QuotaTree? Before);
