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
                // Most requests are small: what they run is what must be compiled and loaded.
                await SmallAnalyses.ApplyAsync(session, true, cancellationToken).ConfigureAwait(false);
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
        WITH many AS (
          SELECT id, id % 7 AS k, CAST(id AS DOUBLE) AS d, concat('x', CAST(id AS STRING)) AS t, timestamp_seconds(id) AS at
          FROM range(0, {slots * RowsPerSlot}, 1, {slots}) WHERE id >= 0
        ),
        few AS (SELECT * FROM VALUES (0, 'a', 1.5), (1, 'b', 2.5), (2, 'c', 3.5) AS few(k, name, weight)),
        summed AS (SELECT k, count(*) AS n, sum(d) AS s, max(t) AS m, max(at) AS at FROM many GROUP BY k)
        SELECT s.k, f.name, s.n, s.m, s.at, coalesce(f.weight, 0) AS weight,
               CAST(floor(s.s / 10) AS BIGINT) AS score, row_number() OVER (PARTITION BY f.name ORDER BY s.s DESC) AS place
        FROM summed s LEFT JOIN few f ON f.k = s.k JOIN (SELECT k, avg(d) AS mean FROM many GROUP BY k) a ON a.k = s.k
        WHERE s.n > 0 AND a.mean >= 0
        ORDER BY score DESC, s.k LIMIT 5
        """);
}
