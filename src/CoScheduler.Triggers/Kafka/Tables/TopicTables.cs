using System.Collections.Concurrent;
using System.Collections.Immutable;
using CoScheduler.Analyses;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Triggers.Kafka;

/// <summary>
/// Follows topics as tables with one consumer, on a thread of its own that starts with the first table. A topic that isn't there yet, or
/// grows partitions, is found as soon as the broker knows of it.
/// </summary>
public sealed class TopicTables : ITopicTables, IAsyncDisposable
{
    private static readonly TimeSpan PauseAfterBreak = TimeSpan.FromSeconds(1);

    private readonly KafkaOptions options;
    private readonly BrokerWatch watch;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly Lock gate = new();
    private readonly Dictionary<string, TopicTable> tables = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<TopicTable> added = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool started;
    private bool disposed;

    /// <summary>Makes it; it connects with the first table.</summary>
    /// <param name="options">Where the broker is.</param>
    /// <param name="watch">Knows whether it answers.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where it logs.</param>
    public TopicTables(KafkaOptions options, BrokerWatch watch, TimeProvider time, ILogger logger)
    {
        this.options = options;
        this.watch = watch;
        this.time = time;
        this.logger = logger;
    }

    /// <summary>How each table stands.</summary>
    public ImmutableArray<TopicTableStatus> Status
    {
        get
        {
            lock (gate)
            {
                return [.. tables.Values.Select(static table => table.Status)];
            }
        }
    }

    /// <inheritdoc/>
    public ITopicTable Follow(TopicTableSource source)
    {
        var key = $"{source.Topic}\n{source.LatestBy}\n{string.Join('\n', source.Columns)}";
        lock (gate)
        {
            if (!tables.TryGetValue(key, out var table))
            {
                table = new TopicTable(source, logger);
                tables.Add(key, table);
                added.Enqueue(table);
                Start();
            }

            return table;
        }
    }

    /// <summary>Stops following.</summary>
    /// <returns>When it has.</returns>
    public async ValueTask DisposeAsync()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        await stopping.CancelAsync();
        if (started)
        {
            await ended.Task;
        }

        stopping.Dispose();
    }

    private void Start()
    {
        if (!started)
        {
            started = true;
            new Thread(Run) { IsBackground = true, Name = "kafka-tables" }.Start();
        }
    }

    private void Run()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                using var reader = new TableReader(options, watch, time, logger);
                FollowUntilStopped(reader);
            }
            catch (Exception exception)
            {
                // What follows begins anew with all tables: they skip what they have.
                Log.TablesBroke(logger, exception);
                Requeue();
                stopping.Token.WaitHandle.WaitOne(PauseAfterBreak);
            }
        }

        ended.SetResult();
    }

    private void FollowUntilStopped(TableReader reader)
    {
        while (!stopping.IsCancellationRequested)
        {
            while (added.TryDequeue(out var table))
            {
                reader.Add(table);
            }

            reader.Read();
        }
    }

    private void Requeue()
    {
        lock (gate)
        {
            added.Clear();
            foreach (var table in tables.Values)
            {
                added.Enqueue(table);
            }
        }
    }
}
