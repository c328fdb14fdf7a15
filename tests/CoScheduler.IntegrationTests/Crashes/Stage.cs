using CoScheduler.IntegrationTests.Kafka;
using CoScheduler.IntegrationTests.Kit;
using CoScheduler.IntegrationTests.Kit.Load;
using Xunit;

namespace CoScheduler.IntegrationTests.Crashes;

/// <summary>A state folder, a load on a real broker, and servers on them, one after the other.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private const string Quota = """
        roles:
          analytics:
            guarantee: "cpus:2,mem:2Gi"
            roles:
              realtime: {guarantee: "cpus:2,mem:2Gi", minRuntime: 0s, grace: 5s, slotsPerCpu: 1}
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);
    private readonly StateFolder _folder = new();
    private readonly KafkaBroker _broker;
    private readonly string _topic = $"coscheduler.requests.{Guid.NewGuid():N}";

    private Stage(KafkaBroker broker) => _broker = broker;

    /// <summary>The state folder.</summary>
    public string State => Path.Combine(_folder.Path, "state");

    /// <summary>What is asked.</summary>
    public RequestLoad Load { get; private set; } = null!;

    /// <summary>The server that was started last.</summary>
    public ServerProcess Server { get; private set; } = null!;

    public int Supervisor => Assert.Single(Leftovers.Of(State, "supervisor"));

    public IReadOnlyList<int> Workers => [.. Leftovers.Of(State, "duckdb-worker").Order()];

    /// <summary>A server that is ready, on a load that asked for nothing yet.</summary>
    public static async Task<Stage> OpenAsync(BrokerFixture brokers, params string[] arguments)
    {
        var stage = new Stage(await brokers.StartedAsync());
        try
        {
            await File.WriteAllTextAsync(Path.Combine(stage._folder.Path, "quota.yaml"), Quota);
            await File.WriteAllTextAsync(Path.Combine(stage._folder.Path, "coscheduler.yaml"), $"topics: {{{stage._topic}: {{}}}}\n");
            stage.Load = await RequestLoad.OpenAsync(stage._broker.Bootstrap, stage._topic);
            await stage.StartAsync(arguments);
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a server; the one before it must have ended.</summary>
    public async Task StartAsync(params string[] arguments) => Server = await ServerProcess.StartAsync(
        State,
        new Dictionary<string, string?> { ["SPARK_HOME"] = null },
        [
            "--config", Path.Combine(_folder.Path, "coscheduler.yaml"),
            "--quota", Path.Combine(_folder.Path, "quota.yaml"),
            "--agent", "machine=cpus:3,mem:4Gi",
            "--engine", "duckdb",
            "--kafka", _broker.Bootstrap,
            .. arguments,
        ]);

    /// <summary>Sends most of two hundred requests and returns in their middle: some are answered, some are not.</summary>
    public async Task MidwayAsync()
    {
        await Load.SendAsync(150);
        await Load.EndedAsync(10);
    }

    /// <summary>Asks for what is left of the two hundred; all end, exactly once each; a clean stop leaves nothing over.</summary>
    public async Task EndWellAsync()
    {
        await Load.SendAsync(50);
        await Load.EndedAsync();
        var exit = await Server.StopAsync();
        Assert.True(exit == 0, $"The server ended with {exit}:\n{Server.Log}");
        await Leftovers.NoneAsync(State, Limit);
        await Load.JudgeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Server is not null)
        {
            TestContext.Current.SendDiagnosticMessage("{0}", Server.Log);
            await Server.DisposeAsync();
        }

        if (Load is not null)
        {
            await Load.DisposeAsync();
        }

        await Leftovers.EndAsync(_folder.Path);
        _folder.Dispose();
    }
}
