using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using CoScheduler.Analyses;
using CoScheduler.Storage.Requests;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace CoScheduler.Benchmarks.Cases;

/// <summary>The server's own part: from a message that the door has read to the engine, and from the engine's end to the publisher.</summary>
internal sealed class ServerCost : IBenchmark
{
    private const int Warm = 200;
    private const int Measured = 1000;

    public string Name => "server-cost";

    public string Summary => "door to engine and engine to publisher, kept durably in between; beside a bare durable SQLite commit";

    public async IAsyncEnumerable<BenchmarkResult> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("coscheduler-bench-").FullName;
        var engine = new InstantEngine();
        var publisher = new NotingPublisher();
        using (var store = new SqliteRequestStore(folder))
        using (var catalogue = new CatalogueWatcher([Path.Combine(AppContext.BaseDirectory, "jobs")], TimeProvider.System, NullLogger<CatalogueWatcher>.Instance))
        {
            await using var requests = new Requests(
                new RequestsOptions { DefaultEngine = engine.Name }, store, catalogue, [engine], publisher, _ => new RoleLimits(null, null), TimeProvider.System, NullLogger<Requests>.Instance);
            await requests.StartAsync(cancellationToken);
            var (toEngine, toPublisher) = (new List<double>(), new List<double>());
            for (var i = 0; i < Warm + Measured; i++)
            {
                var begin = Stopwatch.GetTimestamp();
                await requests.HandleAsync([Ask(i)], cancellationToken);
                var published = await publisher.Terminal.Task.WaitAsync(cancellationToken);
                publisher.Terminal = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
                if (i >= Warm)
                {
                    toEngine.Add(Stopwatch.GetElapsedTime(begin, engine.Began).TotalMilliseconds);
                    toPublisher.Add(Stopwatch.GetElapsedTime(engine.Ended, published).TotalMilliseconds);
                }
            }

            var against = new Against("one durable SQLite commit, p50", Math.Round(Figures.Median(Commits(folder)), 3));
            yield return new BenchmarkResult("server-cost-door-to-engine-p50", Figures.Median(toEngine), "ms", 3, against);
            yield return new BenchmarkResult("server-cost-engine-to-publisher-p50", Figures.Median(toPublisher), "ms", 3, against);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static AnalysisRequest Ask(int number) => new()
    {
        Key = new RequestKey("/bench", $"{number}"),
        Origin = new MessageOrigin("kafka", "coscheduler.requests", 0, number, null, []),
        Analysis = "coupons",
        Data = """{"customer":7,"lat":48.2,"lon":16.37}"""u8.ToArray(),
    };

    private static List<double> Commits(string folder)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "bare.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t(x TEXT)";
        command.ExecuteNonQuery();
        command.CommandText = "INSERT INTO t VALUES (hex(randomblob(500)))";
        var times = new List<double>();
        for (var i = 0; i < Measured; i++)
        {
            var begin = Stopwatch.GetTimestamp();
            command.ExecuteNonQuery();
            times.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        }

        return times;
    }

    private sealed class InstantEngine : IAnalysisEngine
    {
        private static readonly ImmutableArray<Column> Schema = [new Column("n", "int", false)];

        public long Began { get; private set; }

        public long Ended { get; private set; }

        public string Name => "duckdb";

        public RequestError? Judge(Analysis analysis) => null;

        public void Prepare(IReadOnlyCollection<Analysis> analyses)
        {
            // It has no sources.
        }

        public async Task<ExecutionEnd> RunAsync(Execution execution, IExecutionSink sink, CancellationToken cancellationToken)
        {
            Began = Stopwatch.GetTimestamp();
            await sink.RunningAsync("here", null);
            await sink.RowsAsync(new ResultBatch(Schema, ["""{"n":1}"""u8.ToArray()], default, 1, null));
            Ended = Stopwatch.GetTimestamp();
            return new ExecutionDone(TimeSpan.Zero, "");
        }
    }

    private sealed class NotingPublisher : IReplyPublisher
    {
        public TaskCompletionSource<long> Terminal { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<IReadOnlyList<RequestError?>> PublishAsync(IReadOnlyList<OutgoingReply> replies, CancellationToken cancellationToken)
        {
            if (replies.Any(r => r.Event.Terminal))
            {
                Terminal.TrySetResult(Stopwatch.GetTimestamp());
            }

            return Task.FromResult<IReadOnlyList<RequestError?>>(new RequestError?[replies.Count]);
        }
    }
}
