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
              realtime: {guarantee: "cpus:2,mem:2Gi", minRuntime: 0s, grace: 5s, slotsPerCpu: SLOTS}
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);
    private readonly StateFolder _files = new();
    private readonly KafkaBroker _broker;

    private Stage(KafkaBroker broker, StageOptions options)
    {
        _broker = broker;
        State = Path.Combine(options.Folder ?? _files.Path, "state");
    }

    /// <summary>The state folder.</summary>
    public string State { get; }

    /// <summary>Where requests are read from.</summary>
    public string RequestTopic { get; } = $"coscheduler.requests.{Guid.NewGuid():N}";

    /// <summary>What is asked.</summary>
    public RequestLoad Load { get; private set; } = null!;

    /// <summary>The server that was started last.</summary>
    public ServerProcess Server { get; private set; } = null!;

    public int Supervisor => Assert.Single(Leftovers.Of(State, "supervisor"));

    public IReadOnlyList<int> Workers => [.. Leftovers.Of(State, "duckdb-worker").Order()];

    /// <summary>A server that is ready, on a load that asked for nothing yet.</summary>
    public static Task<Stage> OpenAsync(BrokerFixture brokers, params string[] arguments) => OpenAsync(brokers, new StageOptions(), arguments);

    /// <summary>A server that is ready, on a load that asked for nothing yet.</summary>
    public static async Task<Stage> OpenAsync(BrokerFixture brokers, StageOptions options, params string[] arguments)
    {
        var stage = new Stage(await brokers.StartedAsync(), options);
        try
        {
            await File.WriteAllTextAsync(Path.Combine(stage._files.Path, "quota.yaml"), Quota.Replace("SLOTS", $"{options.SlotsPerCpu}", StringComparison.Ordinal));
            await File.WriteAllTextAsync(Path.Combine(stage._files.Path, "coscheduler.yaml"), $"topics: {{{stage.RequestTopic}: {{}}}}\n");
            stage.Load = await RequestLoad.OpenAsync(stage._broker.Bootstrap, stage.RequestTopic);
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
            "--config", Path.Combine(_files.Path, "coscheduler.yaml"),
            "--quota", Path.Combine(_files.Path, "quota.yaml"),
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

        await Leftovers.EndAsync(State);
        _files.Dispose();
    }
}

/// <summary>What a stage may have otherwise.</summary>
internal sealed record StageOptions
{
    /// <summary>Where the state folder is made; a temporary folder if null.</summary>
    public string? Folder { get; init; }

    /// <summary>How many requests a worker runs at once.</summary>
    public int SlotsPerCpu { get; init; } = 1;
}
