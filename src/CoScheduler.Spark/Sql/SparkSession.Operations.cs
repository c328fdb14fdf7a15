using System.Collections.Immutable;
using CoScheduler.Spark.Connect;
using CoScheduler.Spark.Protocol;

namespace CoScheduler.Spark.Sql;

/// <content>Tags, progress and copies of the session.</content>
public sealed partial class SparkSession
{
    private ImmutableSortedSet<string> _tags = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);
    private ImmutableList<IProgress<ExecutionProgress>> _progress = [];

    /// <summary>Gives a tag to all that this session begins from now on, so that <see cref="InterruptTag"/> finds it. Unlike Spark's own, it is not bound to a thread.</summary>
    /// <param name="tag">The tag: not empty, without commas (Spark's class SparkConnectClient, method throwIfInvalidTag).</param>
    /// <exception cref="ArgumentException">It is empty or has a comma.</exception>
    public void AddTag(string tag) => ImmutableInterlocked.Update(ref _tags, (tags, added) => tags.Add(added), ValidTag(tag));

    /// <summary>Takes back <see cref="AddTag"/>; what was begun before keeps the tag.</summary>
    /// <param name="tag">The tag.</param>
    public void RemoveTag(string tag) => ImmutableInterlocked.Update(ref _tags, (tags, removed) => tags.Remove(removed), ValidTag(tag));

    /// <summary>The tags that were added.</summary>
    /// <returns>The tags, in order.</returns>
    public IReadOnlyCollection<string> GetTags() => Volatile.Read(ref _tags);

    /// <summary>Takes back every <see cref="AddTag"/>.</summary>
    public void ClearTags() => ImmutableInterlocked.Update(ref _tags, tags => tags.Clear());

    /// <summary>Lets somebody hear how far each execution of this session is, while it is read.</summary>
    /// <param name="handler">Hears it, about every two seconds (<c>spark.connect.progress.reportInterval</c>), on the thread that reads.</param>
    public void RegisterProgressHandler(IProgress<ExecutionProgress> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ImmutableInterlocked.Update(ref _progress, (handlers, added) => handlers.Add(added), handler);
    }

    /// <summary>Takes back <see cref="RegisterProgressHandler"/>; executions that run already are still heard.</summary>
    /// <param name="handler">The handler.</param>
    public void RemoveProgressHandler(IProgress<ExecutionProgress> handler) =>
        ImmutableInterlocked.Update(ref _progress, (handlers, removed) => handlers.Remove(removed), handler);

    /// <summary>Takes back every <see cref="RegisterProgressHandler"/>.</summary>
    public void ClearProgressHandlers() => ImmutableInterlocked.Update(ref _progress, handlers => handlers.Clear());

    /// <summary>Interrupts everything that the session runs, streaming queries included.</summary>
    /// <returns>The ids of what was interrupted; it ends soon after.</returns>
    public IReadOnlyList<string> InterruptAll() => Blocking.Run(() => InterruptAllAsync());

    /// <summary>Interrupts the session's executions with a tag, streaming queries included.</summary>
    /// <param name="tag">The tag.</param>
    /// <returns>The ids of what was interrupted; it ends soon after.</returns>
    public IReadOnlyList<string> InterruptTag(string tag) => Blocking.Run(() => InterruptTagAsync(tag));

    /// <summary>Interrupts one execution.</summary>
    /// <param name="operationId">Its id.</param>
    /// <returns>Its id, or nothing if it had ended or was never there.</returns>
    public IReadOnlyList<string> InterruptOperation(Guid operationId) => Blocking.Run(() => InterruptOperationAsync(operationId));

    /// <summary>A copy of the session on the server, with its settings, temporary views and functions; from then on each goes its own way.</summary>
    /// <param name="sessionId">The copy's id; null for a new one.</param>
    /// <returns>The copy.</returns>
    /// <exception cref="SparkException">A session of that id exists, or this one is gone.</exception>
    public SparkSession CloneSession(Guid? sessionId = null) => Blocking.Run(() => CloneSessionAsync(sessionId));

    /// <summary>A copy of the session on the server, with its settings, temporary views and functions; from then on each goes its own way.</summary>
    /// <param name="sessionId">The copy's id; null for a new one.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The copy.</returns>
    /// <exception cref="SparkException">A session of that id exists, or this one is gone.</exception>
    public async Task<SparkSession> CloneSessionAsync(Guid? sessionId = null, CancellationToken cancellationToken = default)
    {
        ThrowIfEnded();
        if (!_client.HasAnswered)
        {
            // A session is there from its first call on, and only one that is there can be copied.
            await HeartbeatAsync(cancellationToken);
        }

        var request = new CloneSessionRequest { NewSessionId = (sessionId ?? Guid.NewGuid()).ToString() };
        var response = await _client.CallAsync(request, (message, options) => _client.Service.CloneSessionAsync(message, options), cancellationToken);
        var copy = NewSession(Guid.Parse(response.NewSessionId));
        copy._client.Join(response.NewServerSideSessionId);
        return copy;
    }

    private static string ValidTag(string tag) => string.IsNullOrEmpty(tag) || tag.Contains(',', StringComparison.Ordinal)
        ? throw new ArgumentException("A tag is not empty and has no comma.", nameof(tag))
        : tag;

    private ExecuteOptions WithSession(ExecuteOptions options)
    {
        var (tags, handlers) = (Volatile.Read(ref _tags), Volatile.Read(ref _progress));
        return tags.IsEmpty && handlers.IsEmpty
            ? options
            : options with
            {
                Tags = [.. tags.Union(options.Tags.Select(ValidTag))],
                Progress = handlers.IsEmpty ? options.Progress : new Several(options.Progress is { } own ? handlers.Add(own) : handlers),
            };
    }

    private sealed class Several(ImmutableList<IProgress<ExecutionProgress>> handlers) : IProgress<ExecutionProgress>
    {
        public void Report(ExecutionProgress value) => handlers.ForEach(handler => handler.Report(value));
    }
}
