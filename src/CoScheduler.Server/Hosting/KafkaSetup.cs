using System.Collections.Immutable;
using CoScheduler.Embedded;
using CoScheduler.Server.Options;
using CoScheduler.Triggers.Kafka;

namespace CoScheduler.Server.Hosting;

/// <summary>The broker: the one that the options name, or the embedded one.</summary>
internal sealed class KafkaSetup : IDisposable
{
    private readonly MockBroker? _embedded;

    private KafkaSetup(MockBroker? embedded, KafkaOptions options)
    {
        _embedded = embedded;
        Options = options;
    }

    /// <summary>How every client reaches it.</summary>
    public KafkaOptions Options { get; }

    /// <summary>Reads the options, and starts the embedded broker if none is named.</summary>
    /// <exception cref="StartException">The options have faults: all of them in the message.</exception>
    public static KafkaSetup Start(ServerOptions options)
    {
        var properties = Properties(options.KafkaConfig);
        var embedded = options.Kafka is null ? MockBroker.Start() : null;
        try
        {
            var kafka = new KafkaOptions
            {
                Bootstrap = options.Kafka ?? embedded!.Bootstrap,
                Embedded = embedded is not null,
                Properties = properties,
            };
            if (options.Topics.Length > 0)
            {
                kafka = kafka with { RequestTopics = options.Topics.ToImmutableSortedDictionary(t => t.Name, t => new RequestTopic(t.Roles, t.ReplyTo), StringComparer.Ordinal) };
            }

            var faults = KafkaOptionsValidator.Validate(kafka);
            return faults.IsEmpty
                ? new KafkaSetup(embedded, kafka)
                : throw new StartException("invalid_kafka", string.Join(Environment.NewLine, faults.Select(f => $"{f.Pointer}: {f.Detail}")));
        }
        catch
        {
            embedded?.Dispose();
            throw;
        }
    }

    public void Dispose() => _embedded?.Dispose();

    private static ImmutableSortedDictionary<string, string> Properties(string? file)
    {
        if (file is null)
        {
            return ImmutableSortedDictionary<string, string>.Empty;
        }

        var config = KafkaConfigFile.Parse(File.ReadAllText(file), Environment.GetEnvironmentVariable);
        return config.Errors.IsEmpty
            ? config.Properties
            : throw new StartException("invalid_kafka_config", string.Join(Environment.NewLine, config.Errors.Select(e => $"{file}:{e.Line}: {e.Detail}")));
    }
}
