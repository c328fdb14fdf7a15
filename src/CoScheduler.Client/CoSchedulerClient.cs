using System.Runtime.CompilerServices;
using CloudNative.CloudEvents;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CoScheduler.Client;

/// <summary>Asks over Kafka. One producer and one reader of replies serve all its requests: make one and keep it.</summary>
public sealed class CoSchedulerClient : AnalysisClient
{
    private readonly CoSchedulerClientOptions _options;
    private readonly IProducer<string, byte[]> _producer;
    private readonly ReplyRouter _router;
    private readonly ReplyListener _listener;

    private CoSchedulerClient(CoSchedulerClientOptions options, IProducer<string, byte[]> producer, ReplyRouter router, ReplyListener listener, TimeProvider timeProvider, ILogger logger)
        : base(options.Source, timeProvider, logger)
    {
        _options = options;
        _producer = producer;
        _router = router;
        _listener = listener;
    }

    /// <summary>Connects: replies to whatever is asked from then on are read.</summary>
    /// <param name="options">The options.</param>
    /// <param name="timeProvider">The clock; null means the system's.</param>
    /// <param name="logger">For people; null means nobody.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The client.</returns>
    /// <exception cref="AnalysisException">The broker or the reply topic can't be reached.</exception>
    public static Task<CoSchedulerClient> ConnectAsync(
        CoSchedulerClientOptions options, TimeProvider? timeProvider = null, ILogger? logger = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Task.Run(() => Connect(options, timeProvider ?? TimeProvider.System, logger ?? NullLogger.Instance), cancellationToken);
    }

    /// <summary>Asks without following: the events go to <see cref="RequestOptions.ReplyTo"/>, or to the client's reply topic.</summary>
    /// <param name="analysis">The analysis' name.</param>
    /// <param name="parameters">As for <see cref="AnalysisClient.RequestAsync"/>.</param>
    /// <param name="options">What else is said; null means defaults.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The request's identity, once the broker has it.</returns>
    /// <exception cref="AnalysisException">The broker can't be reached.</exception>
    public async Task<RequestIdentity> SendAsync(string analysis, object? parameters = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(analysis);
        var chosen = options ?? RequestOptions.Default;
        var identity = IdentityOf(chosen.Source, chosen.Id);
        await ProduceAsync(identity, RequestWriter.Request(identity, analysis, RowJson.Parameters(parameters), chosen, chosen.ReplyTo ?? _options.ReplyTopic), cancellationToken).ConfigureAwait(false);
        return identity;
    }

    /// <inheritdoc />
    public override ValueTask DisposeAsync() => new(Task.Run(() =>
    {
        _listener.Dispose();
        _ = _producer.Flush(_options.ConnectTimeout);
        _producer.Dispose();
    }));

    private protected override string ReplyTopic(RequestOptions options) =>
        options.ReplyTo is null || options.ReplyTo == _options.ReplyTopic
            ? _options.ReplyTopic
            : throw new ArgumentException($"This client reads {_options.ReplyTopic}: use SendAsync for replies to {options.ReplyTo}.", nameof(options));

    private protected override async IAsyncEnumerable<AnalysisEvent> ExchangeAsync(
        RequestIdentity identity, CloudEvent request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var replies = _router.Open(identity);
        try
        {
            await ProduceAsync(identity, request, cancellationToken).ConfigureAwait(false);
            await foreach (var reply in replies.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return reply;
            }
        }
        finally
        {
            _router.Close(identity);
        }
    }

    private protected override Task CancelAsync(RequestIdentity identity, CancellationToken cancellationToken) =>
        ProduceAsync(identity, RequestWriter.Cancel(identity), cancellationToken);

    private static CoSchedulerClient Connect(CoSchedulerClientOptions options, TimeProvider timeProvider, ILogger logger)
    {
        var producer = new ProducerBuilder<string, byte[]>(KafkaSettings.Producer(options)).SetLogHandler(static (_, _) => { }).Build();
        var router = new ReplyRouter();
        try
        {
            return new CoSchedulerClient(options, producer, router, ReplyListener.Start(options, producer.Handle, router, timeProvider, logger), timeProvider, logger);
        }
        catch
        {
            producer.Dispose();
            throw;
        }
    }

    /// <summary>The key is the request's id, for its cancellation too, so that the two keep their order.</summary>
    private async Task ProduceAsync(RequestIdentity identity, CloudEvent sent, CancellationToken cancellationToken)
    {
        try
        {
            _ = await _producer.ProduceAsync(_options.RequestTopic, KafkaEvents.Write(sent, identity.Id, _options.Mode), cancellationToken).ConfigureAwait(false);
        }
        catch (KafkaException failure)
        {
            throw AnalysisException.Unreachable($"The topic {_options.RequestTopic} on {_options.Bootstrap} does not take the request: {failure.Error.Reason}", failure);
        }
    }
}
