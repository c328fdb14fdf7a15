using System.Text.Json.Nodes;
using CoScheduler.Cli.Api;
using CoScheduler.Server.Hosting;
using CoScheduler.Server.Options;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Cli.Demo;

/// <summary>The demo's server, on a state folder of its own; everything about it goes over its API, as it would for anyone.</summary>
internal sealed class DemoServer : IAsyncDisposable
{
    private readonly CoSchedulerServer _server;
    private readonly string _state;
    private readonly ILoggerFactory _logs;

    private DemoServer(CoSchedulerServer server, string state, ILoggerFactory logs)
    {
        _server = server;
        _state = state;
        _logs = logs;
        Api = new ApiClient(server.Address, null);
    }

    public ApiClient Api { get; }

    /// <summary>The API's address, as one types it.</summary>
    public string Address => _server.Address.GetLeftPart(UriPartial.Authority);

    public string Kafka => _server.Kafka;

    /// <summary>Starts it.</summary>
    public static async Task<DemoServer> StartAsync(DemoOptions options, CancellationToken cancellationToken)
    {
        var state = Directory.CreateTempSubdirectory("coscheduler-demo-").FullName;
        var quota = Path.Combine(state, "quota.yaml");
        await File.WriteAllTextAsync(quota, DemoQuota.Text, cancellationToken);
        List<Setting> settings =
        [
            new("listen", ["http://127.0.0.1:0"], "demo"),
            new("state", [state], "demo"),
            new("agent", [$"machine={DemoQuota.Machine}"], "demo"),
            new("engine", [options.Engine], "demo"),
            new("quota", [quota], "demo"),
            new("recovery-timeout", ["0s"], "demo"),
        ];
        if (options.Kafka is { } kafka)
        {
            settings.Add(new Setting("kafka", [kafka], "--kafka"));
        }

        if (options.Engine == "spark" && options.Spark is { } spark)
        {
            settings.Add(new Setting("spark", [spark], "--spark"));
        }

        var (server, faults) = ServerOptionsReader.Read(settings, null, new Dictionary<string, string>(), SelfCommand.Find());
        if (server is null)
        {
            throw new StartException("invalid_options", string.Join(Environment.NewLine, faults));
        }

        var logs = ServerRun.Logs(LogLevel.Warning);
        return new DemoServer(await CoSchedulerServer.StartAsync(server, TimeProvider.System, logs, cancellationToken), state, logs);
    }

    /// <summary>A list of the API, as it stands now.</summary>
    public async Task<JsonArray> ListAsync(string path, CancellationToken cancellationToken) =>
        (await Api.ListAsync(path, null, cancellationToken)).Body as JsonArray ?? [];

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await _server.DisposeAsync();
        _logs.Dispose();
        Directory.Delete(_state, recursive: true);
    }
}
