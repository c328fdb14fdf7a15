using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Confluent.Kafka;
using Xunit;

namespace CoScheduler.IntegrationTests.Kafka;

/// <summary>A real broker of <c>KAFKA_HOME</c> on the loopback address, which can be killed and started again with what it had.</summary>
internal sealed class KafkaBroker : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly string home;
    private readonly string folder = Directory.CreateTempSubdirectory("coscheduler-kafka-").FullName;
    private readonly BrokerSecurity? security;
    private Process? process;

    private KafkaBroker(string home, BrokerSecurity? security) => (this.home, this.security) = (home, security);

    public string Bootstrap { get; private set; } = "";

    /// <summary>Starts a broker, or skips the test where there is none.</summary>
    public static async Task<KafkaBroker> StartAsync(CancellationToken cancellationToken, BrokerSecurity? security = null)
    {
        var home = Environment.GetEnvironmentVariable("KAFKA_HOME");
        Assert.SkipWhen(string.IsNullOrEmpty(home), "KAFKA_HOME is not set: no Kafka to test with.");
        var broker = new KafkaBroker(home!, security);
        try
        {
            await broker.FormatAsync(cancellationToken);
            await broker.RestartAsync(cancellationToken);
            return broker;
        }
        catch
        {
            broker.Dispose();
            throw;
        }
    }

    /// <summary>Starts it again, at the same address.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        process = Run("kafka-server-start.sh", Path.Combine(folder, "server.properties"));
        var began = Stopwatch.GetTimestamp();
        using var admin = new AdminClientBuilder(Client(new AdminClientConfig { BootstrapServers = Bootstrap, ReconnectBackoffMaxMs = 200 }))
            .SetLogHandler(static (_, _) => { })
            .SetErrorHandler(static (_, _) => { })
            .Build();
        while (!Answers(admin))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (process.HasExited || Stopwatch.GetElapsedTime(began) > StartLimit)
            {
                throw new InvalidOperationException($"Kafka did not start: {await File.ReadAllTextAsync(Path.Combine(folder, "out"), cancellationToken)}");
            }
        }
    }

    /// <summary>SIGKILL.</summary>
    public void Kill()
    {
        process!.Kill();
        process.WaitForExit();
        process.Dispose();
        process = null;
    }

    public void Dispose()
    {
        if (process is not null)
        {
            Kill();
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A client's settings with what this broker asks of its clients.</summary>
    public T Client<T>(T settings)
        where T : ClientConfig
    {
        foreach (var (key, value) in security?.ClientProperties ?? [])
        {
            settings.Set(key, value);
        }

        return settings;
    }

    private static bool Answers(IAdminClient admin)
    {
        try
        {
            return admin.GetMetadata(TimeSpan.FromSeconds(1)).Brokers.Count > 0;
        }
        catch (KafkaException)
        {
            return false;
        }
    }

    private async Task FormatAsync(CancellationToken cancellationToken)
    {
        var (port, controller) = (FreePort(), FreePort());
        Bootstrap = $"127.0.0.1:{port}";
        var name = security is null ? "PLAINTEXT" : "SASL_SSL";
        await File.WriteAllTextAsync(
            Path.Combine(folder, "server.properties"),
            $"""
            process.roles=broker,controller
            node.id=1
            controller.quorum.voters=1@127.0.0.1:{controller}
            listeners={name}://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
            advertised.listeners={name}://127.0.0.1:{port}
            controller.listener.names=CONTROLLER
            log.dirs={folder}/log
            num.partitions=2
            offsets.topic.replication.factor=1
            offsets.topic.num.partitions=1
            transaction.state.log.replication.factor=1
            transaction.state.log.min.isr=1
            transaction.state.log.num.partitions=1
            group.initial.rebalance.delay.ms=0
            {security?.BrokerProperties(folder)}
            """,
            cancellationToken);
        using var format = Run("kafka-storage.sh", "format", "-t", "MkU3OEVBNTcwNTJENDM2Qg", "-c", Path.Combine(folder, "server.properties"));
        await format.WaitForExitAsync(cancellationToken);
        Assert.True(format.ExitCode == 0, await File.ReadAllTextAsync(Path.Combine(folder, "out"), cancellationToken));
    }

    private Process Run(string script, params string[] arguments)
    {
        var line = string.Join(' ', new[] { Path.Combine(home, "bin", script) }.Concat(arguments).Select(static word => $"'{word}'"));
        return Process.Start("sh", ["-c", $"exec {line} > '{folder}/out' 2>&1"]);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
