using Confluent.Kafka;

namespace CoScheduler.Embedded;

/// <summary>
/// The embedded broker: librdkafka's mock cluster, in this process, on a random port of the loopback address. It keeps about 5 MB a
/// partition and drops the rest without a word; topics appear on first use, with four partitions; its data ends with it.
/// </summary>
public sealed class MockBroker : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(10);

    private readonly IAdminClient handle;
    private bool disposed;

    private MockBroker(IAdminClient handle, string bootstrap)
    {
        this.handle = handle;
        Bootstrap = bootstrap;
    }

    /// <summary>Its address, for example <c>127.0.0.1:40123</c>.</summary>
    public string Bootstrap { get; }

    /// <summary>Starts a broker.</summary>
    /// <returns>The broker, which answers already.</returns>
    public static MockBroker Start()
    {
        // The cluster lives inside a client's handle and ends with it.
        var handle = new AdminClientBuilder(new Dictionary<string, string> { ["test.mock.num.brokers"] = "1" })
            .SetLogHandler(static (_, _) => { })
            .Build();
        try
        {
            var broker = handle.GetMetadata(StartLimit).Brokers.Single();
            return new MockBroker(handle, $"{broker.Host}:{broker.Port}");
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Ends the broker and everything in it.</summary>
    public void Dispose()
    {
        if (!disposed)
        {
            disposed = true;
            handle.Dispose();
        }
    }
}
