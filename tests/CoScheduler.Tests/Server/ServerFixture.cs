using System.Text;
using System.Text.Json.Nodes;
using CoScheduler.Server.Hosting;
using CoScheduler.Server.Options;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CoScheduler.Tests.Server;

/// <summary>A whole server in this process, on a state folder of its own, with the embedded broker and a small catalogue.</summary>
public sealed class ServerFixture : IAsyncLifetime
{
    private const string Quota = """
        roles:
          site: {guarantee: "cpus:1,mem:1Gi", grace: 1s}
          analytics: {roles: {batch: {maxQueued: 0}, realtime: {maxRunning: 4}}}
        """;

    private readonly TemporaryFolder _folder = new();
    private CoSchedulerServer? _server;

    public HttpClient Http { get; } = new();

    public string Catalogue => _folder.File("catalogue");

    public string Address => _server!.Address.GetLeftPart(UriPartial.Authority);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Catalogue);
        Write("numbers", "role: analytics/realtime\nparameters: {n: {type: bigint, min: 0, max: 1000000000}}\nsql: SELECT i FROM range(CAST(:n AS BIGINT)) t(i) ORDER BY i\nlimits: {rows: 5000, time: 30s}\n");
        Write("refused", "role: analytics/batch\nsql: SELECT 1 AS one\n");
        Write("lost", "role: nowhere\nsql: SELECT 1 AS one\n");
        await File.WriteAllTextAsync(_folder.File("quota.yaml"), Quota);
        Setting[] settings =
        [
            new("listen", ["http://127.0.0.1:0"], "test"), new("state", [_folder.File("state")], "test"), new("agent", ["a=cpus:4,mem:4Gi"], "test"),
            new("engine", ["duckdb"], "test"), new("analyses", [Catalogue], "test"), new("quota", [_folder.File("quota.yaml")], "test"), new("recovery-timeout", ["0s"], "test"),
        ];
        var (options, faults) = ServerOptionsReader.Read(settings, null, new Dictionary<string, string>(), ["dotnet", Path.Join(AppContext.BaseDirectory, "coscheduler.dll")]);
        Assert.Empty(faults);
        _server = await CoSchedulerServer.StartAsync(options!, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        Http.BaseAddress = _server.Address;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _server!.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Writes an analysis.</summary>
    public void Write(string name, string text) => File.WriteAllText(Path.Combine(Catalogue, $"{name}.yaml"), $"name: {name}\nsummary: For tests\nmode: once\n{text}");

    public Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync("GET", path, null, headers);

    public async Task<Answer> SendAsync(string method, string path, string? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            var type = headers.FirstOrDefault(h => h.Name == "Content-Type").Value ?? "application/json";
            request.Content = new StringContent(body, Encoding.UTF8);
            request.Content.Headers.Remove("Content-Type");
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        foreach (var (name, value) in headers.Where(h => h.Name != "Content-Type"))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await Http.SendAsync(request, Cancelled);
        var text = await response.Content.ReadAsStringAsync(Cancelled);
        var json = response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
        return new Answer((int)response.StatusCode, text, json ? JsonNode.Parse(text) : null, response.Headers.Location?.OriginalString, response.Headers.ETag?.ToString(), response.Headers.RetryAfter is not null);
    }
}

/// <summary>What the server answered.</summary>
public sealed record Answer(int Status, string Text, JsonNode? Json, string? Location, string? ETag, bool HasRetryAfter)
{
    public string? Code => Json?["code"]?.ToString();

    public JsonNode this[string name] => Json?[name] ?? throw new KeyNotFoundException($"No {name} in {Status} {Text}");
}

/// <summary>The tests that share one server.</summary>
[CollectionDefinition(Name)]
public sealed class ServerCollection : ICollectionFixture<ServerFixture>
{
    public const string Name = "server";
}
