using CoScheduler.Spark.Protocol;

namespace CoScheduler.Spark.Sql.Streaming;

/// <summary>The streaming queries of a session.</summary>
public sealed class StreamingQueryManager
{
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(10);
    private readonly SparkSession _session;
    private readonly ListenerBus _bus;

    internal StreamingQueryManager(SparkSession session)
    {
        _session = session;
        _bus = new ListenerBus(session);
    }

    /// <summary>The queries that run.</summary>
    /// <returns>The queries.</returns>
    public IEnumerable<StreamingQuery> Active() => [.. Call(new() { Active = true }).Active.ActiveQueries.Select(Query)];

    /// <summary>A query that runs.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>The query; null if there is none of that id.</returns>
    public StreamingQuery? Get(string id) => Call(new() { GetQuery = id }).Query is { Id: not null } query ? Query(query) : null;

    /// <summary>Waits until a query of the session has ended since the session began or <see cref="ResetTerminated"/> was called.</summary>
    /// <exception cref="SparkException">It failed.</exception>
    public void AwaitAnyTermination()
    {
        while (!AwaitAnyTermination((long)s_longestWait.TotalMilliseconds))
        {
        }
    }

    /// <summary>Waits until a query of the session has ended since the session began or <see cref="ResetTerminated"/> was called.</summary>
    /// <param name="timeoutMs">How long at most, in milliseconds.</param>
    /// <returns>Whether one has.</returns>
    /// <exception cref="SparkException">It failed.</exception>
    public bool AwaitAnyTermination(long timeoutMs) =>
        Call(new() { AwaitAnyTermination = new() { TimeoutMs = timeoutMs } }).AwaitAnyTermination.Terminated;

    /// <summary>Forgets which queries have ended, so that <see cref="AwaitAnyTermination()"/> waits for the next.</summary>
    public void ResetTerminated() => Call(new() { ResetTerminated = true });

    /// <summary>Lets a listener hear of the queries that start, progress, idle and end. The server opens one stream of events a session for all listeners.</summary>
    /// <param name="listener">The listener; it is called one event at a time, on another thread.</param>
    public void AddListener(StreamingQueryListener listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        Blocking.Run(() => _bus.AddAsync(listener));
    }

    /// <summary>Lets a listener hear no more.</summary>
    /// <param name="listener">The listener.</param>
    public void RemoveListener(StreamingQueryListener listener) => Blocking.Run(() => _bus.RemoveAsync(listener));

    internal void Started(string eventJson) => _bus.Started(eventJson);

    private StreamingQuery Query(StreamingQueryManagerCommandResult.Types.StreamingQueryInstance query) =>
        new(_session, query.Id, query.HasName ? query.Name : null);

    private StreamingQueryManagerCommandResult Call(StreamingQueryManagerCommand command)
    {
        var response = Blocking.Run(() => _session.CommandAsync(new Command { StreamingQueryManagerCommand = command }, CancellationToken.None));
        return response.StreamingQueryManagerCommandResult;
    }
}
