using System.Text.Json;
using CoScheduler.Analyses;
using CoScheduler.Pool;

namespace CoScheduler.Embedded.DuckDb;

/// <summary>The errors that executions on workers end with.</summary>
internal static class WorkerErrors
{
    public static RequestError Lost(TaskId worker) =>
        new("worker_lost", $"Worker {worker} ended while it ran the request; send it again.") { Retryable = true };

    public static RequestError StartFailed(string? why, TimeSpan retryAfter) =>
        new("worker_failed", $"DuckDB's worker does not start: {why}") { Retryable = true, RetryAfter = retryAfter };

    public static RequestError Never(PendingReason reason) => new(reason.Name, reason.Message);

    public static RequestError Refused(Refusal refusal) =>
        new(JsonNamingPolicy.SnakeCaseLower.ConvertName(refusal.Code.ToString()), refusal.Message);
}
