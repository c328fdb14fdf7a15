using System.Collections.Immutable;
using System.Globalization;

namespace CoScheduler.Spark.Sql;

/// <summary>How a session takes local data (Spark's settings <c>spark.sql.session.localRelation…</c>).</summary>
/// <param name="CacheThreshold">From how many bytes on they go to the session's cache rather than into the plan.</param>
/// <param name="ChunkRows">The most rows of one part.</param>
/// <param name="ChunkBytes">The most bytes of one part, about.</param>
/// <param name="TotalBytes">The most bytes in all.</param>
internal sealed record LocalDataLimits(long CacheThreshold, long ChunkRows, long ChunkBytes, long TotalBytes)
{
    private const string Prefix = "spark.sql.session.localRelation";

    /// <summary>A server older than 4.1 has no such settings and is sent all data within the plan.</summary>
    private static readonly LocalDataLimits s_none = new(long.MaxValue, long.MaxValue, long.MaxValue, long.MaxValue);

    public static async Task<LocalDataLimits> OfAsync(SparkSession session, CancellationToken cancellationToken)
    {
        string[] keys = [$"{Prefix}CacheThreshold", $"{Prefix}ChunkSizeRows", $"{Prefix}ChunkSizeBytes", $"{Prefix}SizeLimit"];
        var known = await session.KnownSettingsAsync(keys, cancellationToken);
        return keys.All(known.ContainsKey) && keys.Select(key => long.Parse(known[key], CultureInfo.InvariantCulture)).ToArray() is [var threshold, var rows, var bytes, var total]
            ? new LocalDataLimits(threshold, rows, bytes, total)
            : s_none;
    }

    public void Require(long total)
    {
        if (total > TotalBytes)
        {
            throw new AnalysisException(TooLarge(total), innerException: null);
        }
    }

    // The words are those of Spark's error-conditions.json.
    private SparkErrorDetails TooLarge(long total) => new()
    {
        Message = $"[LOCAL_RELATION_SIZE_LIMIT_EXCEEDED] Local relation size ({total} bytes) exceeds the limit ({TotalBytes} bytes).",
        ErrorClass = "LOCAL_RELATION_SIZE_LIMIT_EXCEEDED",
        SqlState = "54000",
        MessageParameters = ImmutableSortedDictionary<string, string>.Empty
            .Add("actualSize", total.ToString(CultureInfo.InvariantCulture))
            .Add("sizeLimit", TotalBytes.ToString(CultureInfo.InvariantCulture)),
    };
}
