using CoScheduler.IntegrationTests.Kafka;
using Xunit;

namespace CoScheduler.IntegrationTests.Crashes;

/// <summary>One real broker for all tests of the program as its own process; each test has topics of its own.</summary>
public sealed class BrokerFixture : IDisposable
{
    private KafkaBroker? _broker;

    public void Dispose() => _broker?.Dispose();

    /// <summary>The broker, started for the first who asks; the test is skipped where there is none.</summary>
    internal async Task<KafkaBroker> StartedAsync() => _broker ??= await KafkaBroker.StartAsync(TestContext.Current.CancellationToken);
}

/// <summary>These tests start processes and kill them: one after the other, and not beside others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessTests : ICollectionFixture<BrokerFixture>
{
    public const string Name = "processes";
}
