using System.Globalization;
using CoScheduler.Pool;
using CoScheduler.Spark;
using CoScheduler.Spark.Connect;
using CoScheduler.Spark.Sql;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Frameworks.Spark;

/// <summary>A small query with a shuffle and a join: a fresh JVM takes seconds for its first, and a request should not pay for that.</summary>
internal static class DriverWarmth
{
    private const int RowsPerSlot = 2000;

    public static async Task RunAsync(SparkConnectOptions connect, int slots, TaskId driver, ILogger logger, CancellationToken cancellationToken)
    {
        try
        {
            var session = new SparkSession(connect);
            await using (session.ConfigureAwait(false))
            {
                await session.Sql(Query(slots)).CollectAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The driver has ended: there is nothing left to warm.
        }
        catch (SparkException error)
        {
            Log.WarmingFailed(logger, driver, error);
        }
    }

    private static string Query(int slots) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        SELECT /*+ BROADCAST(b) */ a.id % 7 AS k, count(*) AS n, sum(cast(a.id AS DOUBLE) * b.id) AS s, max(concat('x', a.id)) AS m
        FROM range(0, {slots * RowsPerSlot}, 1, {slots}) a JOIN range(0, 100) b ON a.id % 100 = b.id
        WHERE a.id >= 0 GROUP BY a.id % 7 ORDER BY s DESC LIMIT 5
        """);
}
