using System.Collections.Frozen;
using CoScheduler.Analyses;
using CoScheduler.Pool;
using CoScheduler.Spark;

namespace CoScheduler.Frameworks.Spark;

/// <summary>The errors that requests on Spark end with.</summary>
internal static class SparkFailures
{
    /// <summary>The execution was there and is no more: its rows can only be had by running it again.</summary>
    private static readonly FrozenSet<string> Gone = FrozenSet.Create(
        StringComparer.Ordinal,
        SparkErrorClasses.OperationNotFound,
        SparkErrorClasses.OperationAbandoned,
        SparkErrorClasses.SessionNotFound,
        SparkErrorClasses.SessionClosed,
        SparkErrorClasses.SessionChanged,
        SparkErrorClasses.CursorPositionNotAvailable,
        SparkErrorClasses.CursorPositionNotFound);

    public static RequestError DriverLost(TaskId driver) =>
        new("driver_lost", $"Spark's driver {driver} ended while it ran the request; send it again.") { Retryable = true };

    public static RequestError DriverFailed(string why) =>
        new("driver_failed", $"Spark's driver does not start: {why}") { Retryable = true };

    public static RequestError TimeLimit(Analysis analysis) =>
        new("time_limit", $"It ran longer than its analysis allows ({analysis.Limits.Time.TotalMilliseconds:0} ms).");

    /// <summary>What Spark said of a query; or that the driver is gone, if that is why nobody answers.</summary>
    public static async Task<RequestError> OfAsync(SparkException error, ServingDriver driver)
    {
        if (error is SparkConnectException && await driver.IsLostAsync().ConfigureAwait(false))
        {
            return DriverLost(driver.Task);
        }

        return error.ErrorClass is { } known && Gone.Contains(known)
            ? DriverLost(driver.Task)
            : new RequestError("query_failed", error.Message);
    }

    public static RequestError Never(PendingReason reason) => new(reason.Name, reason.Message);

    public static RequestError Refused(Refusal refusal) =>
        new(System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(refusal.Code.ToString()), refusal.Message);
}
