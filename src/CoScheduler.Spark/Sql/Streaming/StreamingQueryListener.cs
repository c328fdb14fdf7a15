using System.Text.Json;

namespace CoScheduler.Spark.Sql.Streaming;

/// <summary>Hears of the streaming queries of a session. An exception that a method throws is logged; the listener goes on hearing.</summary>
public abstract class StreamingQueryListener
{
    /// <summary>A query was started by this session of this process.</summary>
    /// <param name="queryStarted">Which.</param>
    public virtual void OnQueryStarted(QueryStartedEvent queryStarted)
    {
    }

    /// <summary>A batch was done.</summary>
    /// <param name="queryProgress">How it went.</param>
    public virtual void OnQueryProgress(QueryProgressEvent queryProgress)
    {
    }

    /// <summary>A query waits for rows, every <c>spark.sql.streaming.noDataProgressEventInterval</c> (10 s).</summary>
    /// <param name="queryIdle">Which.</param>
    public virtual void OnQueryIdle(QueryIdleEvent queryIdle)
    {
    }

    /// <summary>A query has ended.</summary>
    /// <param name="queryTerminated">How.</param>
    public virtual void OnQueryTerminated(QueryTerminatedEvent queryTerminated)
    {
    }
}

/// <summary>A streaming query was started.</summary>
/// <param name="Id">Its id.</param>
/// <param name="RunId">The run's id.</param>
/// <param name="Name">Its name, or null.</param>
/// <param name="Timestamp">When, in Spark's ISO form.</param>
public sealed record QueryStartedEvent(string Id, string RunId, string? Name, string Timestamp);

/// <summary>A batch of a streaming query was done.</summary>
/// <param name="Progress">How it went.</param>
public sealed record QueryProgressEvent(StreamingQueryProgress Progress);

/// <summary>A streaming query waits for rows.</summary>
/// <param name="Id">Its id.</param>
/// <param name="RunId">The run's id.</param>
/// <param name="Timestamp">When, in Spark's ISO form.</param>
public sealed record QueryIdleEvent(string Id, string RunId, string Timestamp);

/// <summary>A streaming query has ended.</summary>
/// <param name="Id">Its id.</param>
/// <param name="RunId">The run's id.</param>
/// <param name="Exception">What it failed with; null if it was stopped or was done.</param>
/// <param name="ErrorClassOnException">Spark's error condition of the failure, or null.</param>
public sealed record QueryTerminatedEvent(string Id, string RunId, string? Exception, string? ErrorClassOnException);

/// <summary>Reads events as Spark writes them, in JSON.</summary>
internal static class ListenerEvents
{
    public static QueryStartedEvent Started(string json)
    {
        var root = Root(json);
        return new QueryStartedEvent(Text(root, "id")!, Text(root, "runId")!, Text(root, "name"), Text(root, "timestamp") ?? "");
    }

    public static QueryProgressEvent Progress(string json) => new(new StreamingQueryProgress(Root(json).GetProperty("progress")));

    public static QueryIdleEvent Idle(string json)
    {
        var root = Root(json);
        return new QueryIdleEvent(Text(root, "id")!, Text(root, "runId")!, Text(root, "timestamp") ?? "");
    }

    public static QueryTerminatedEvent Terminated(string json)
    {
        var root = Root(json);
        return new QueryTerminatedEvent(Text(root, "id")!, Text(root, "runId")!, Text(root, "exception"), Text(root, "errorClassOnException"));
    }

    private static JsonElement Root(string json) => JsonDocument.Parse(json).RootElement;

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
