using System.Collections.Frozen;
using CoScheduler.Analyses;
using CoScheduler.Spark.Sql;

namespace CoScheduler.Frameworks.Spark;

/// <summary>
/// How a session runs an analysis over little data. There, what Spark does for much data costs more than the query:
/// a stage for each exchange, a job for each broadcast, a class compiled for each new literal.
/// </summary>
internal sealed class SmallAnalyses(SparkSettings settings)
{
    /// <summary>
    /// One task does it all. Expressions are interpreted: literals stand in the generated code, so that every request
    /// would compile its own. Single partitions are joined as they are, whatever the joins' estimated size is
    /// (EnsureRequirements, <c>spark.sql.maxSinglePartitionBytes</c>).
    /// </summary>
    private static readonly FrozenDictionary<string, string> Small = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["spark.sql.adaptive.enabled"] = "false",
        ["spark.sql.codegen.wholeStage"] = "false",
        ["spark.sql.codegen.factoryMode"] = "NO_CODEGEN",
        ["spark.sql.shuffle.partitions"] = "1",
        ["spark.sql.autoBroadcastJoinThreshold"] = "-1",
        ["spark.sql.maxSinglePartitionBytes"] = "9000000000000000000",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether all that an analysis reads from files is little; tables that follow topics always are.</summary>
    public bool IsSmall(Analysis analysis) =>
        settings.SmallBelowBytes > 0
        && analysis.Sources.Count > 0
        && analysis.Sources.Values.Sum(source => source is FileSource file ? FileSizes.Of(file.Path) : 0) <= settings.SmallBelowBytes;

    /// <summary>Gives a session the settings for little data, or the driver's own again.</summary>
    public static async Task ApplyAsync(SparkSession session, bool small, CancellationToken cancellationToken)
    {
        if (small)
        {
            await session.Conf().SetAsync(Small, cancellationToken).ConfigureAwait(false);
            return;
        }

        foreach (var key in Small.Keys)
        {
            await session.Conf().UnsetAsync(key, cancellationToken).ConfigureAwait(false);
        }
    }
}
