using CoScheduler.Analyses;
using CoScheduler.Pool;

namespace CoScheduler.Frameworks.Spark;

/// <summary>The errors that requests on Spark end with.</summary>
internal static class SparkFailures
{
    public static RequestError DriverLost(TaskId driver) =>
        new("driver_lost", $"Spark's driver {driver} ended while it ran the request; send it again.") { Retryable = true };

    public static RequestError DriverFailed(string why) =>
        new("driver_failed", $"Spark's driver does not start: {why}") { Retryable = true };

    public static RequestError Never(PendingReason reason) => new(reason.Name, reason.Message);

    public static RequestError Refused(Refusal refusal) =>
        new(System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(refusal.Code.ToString()), refusal.Message);
}
