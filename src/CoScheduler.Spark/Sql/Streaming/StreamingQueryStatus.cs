namespace CoScheduler.Spark.Sql.Streaming;

/// <summary>What a streaming query does at a moment.</summary>
/// <param name="Message">In Spark's words, for example <c>Waiting for data to arrive</c>.</param>
/// <param name="IsDataAvailable">Whether there are rows that it has not taken in.</param>
/// <param name="IsTriggerActive">Whether it works on a batch.</param>
public sealed record StreamingQueryStatus(string Message, bool IsDataAvailable, bool IsTriggerActive);
