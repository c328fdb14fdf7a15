using System.Text;
using CoScheduler.Analyses;
using CoScheduler.Storage.Requests;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace CoScheduler.Tests.Analyses;

/// <summary>A server's requests over a real store, with an engine and a topic that a test rules. It can crash and start again.</summary>
internal sealed class RequestsHarness : IAsyncDisposable
{
    public const string Once = "name: once\nrole: shop/web\nparameters: {n: {type: int, min: 0, max: 9}}\nsql: SELECT :n AS n\nlimits: {rows: 1000, bytes: 8Mi, time: 30s}";
    public const string Again = "name: again\nrole: shop/web\nsql: SELECT 1 AS n\nretry: idempotent\nlimits: {bytes: 8Mi}";

    private readonly TemporaryFolder _folder = new();
    private long _offset;

    private RequestsHarness()
    {
    }

    public FakeTimeProvider Time { get; } = new(new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    public FakeEngine Engine { get; private set; } = new();

    public FakePublisher Publisher { get; } = new();

    public FixedCatalogue Catalogue { get; } = new(Once, Again);

    public Dictionary<string, RoleLimits> Limits { get; } = new() { ["shop/web"] = new(null, null) };

    public RequestsOptions Options { get; set; } = new() { DefaultEngine = "duckdb", Cluster = "test" };

    public FaultyStore Store { get; private set; } = null!;

    public Requests Requests { get; private set; } = null!;

    public static async Task<RequestsHarness> StartAsync(Action<RequestsHarness>? prepare = null)
    {
        var harness = new RequestsHarness();
        prepare?.Invoke(harness);
        await harness.StartServerAsync();
        return harness;
    }

    public async Task StartServerAsync(Action<FaultyStore>? prepare = null)
    {
        Store = new(new SqliteRequestStore(_folder.Path));
        prepare?.Invoke(Store);
        Requests = new(
            Options, Store, Catalogue, [Engine], Publisher, role => Limits.GetValueOrDefault(role), Time, NullLogger<Requests>.Instance);
        await Requests.StartAsync(CancellationToken.None);
    }

    /// <summary>The process dies: from here on the old server keeps nothing, and a new one starts on what is on the disk.</summary>
    public async Task RestartAsync(FakeEngine? engine = null, Action<FaultyStore>? prepare = null)
    {
        Store.CrashAt = 0;
        Store.Dispose();
        await Requests.DisposeAsync();
        Engine = engine ?? new();
        await StartServerAsync(prepare);
    }

    public async Task<Admission> SendAsync(IncomingMessage message) => (await Requests.HandleAsync([message], CancellationToken.None))[0];

    public AnalysisRequest Request(string id, string analysis = "once", string? data = null) => new()
    {
        Key = new("/shop", id),
        Origin = Kafka(),
        Analysis = analysis,
        Data = Encoding.UTF8.GetBytes(data ?? (analysis == "once" ? """{"n":1}""" : "{}")),
        ReplyTo = "coscheduler.replies.shop",
    };

    public CancelRequest Cancel(string id) => new() { Key = new("/shop", id), Origin = Kafka() };

    public MessageOrigin Kafka() => new("kafka", "coscheduler.requests", 3, _offset++, null, []);

    public RequestState? StateOf(string id) => Store.Find(new("/shop", id))?.State;

    public Task UntilAsync(string id, RequestState state) => Until.TrueAsync(() => StateOf(id) == state, $"{id} is {state}, not {StateOf(id)}");

    /// <summary>Waits until a request's terminal event has been published.</summary>
    public Task UntilEndAsync(string id) => Until.TrueAsync(() => Publisher.EventsOf(id).Any(e => e.Terminal), $"{id} ends; it has {Publisher.TypesOf(id)}");

    public async ValueTask DisposeAsync()
    {
        await Requests.DisposeAsync();
        Store.Dispose();
        _folder.Dispose();
    }
}
