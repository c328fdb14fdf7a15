using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Triggers.Kafka;

/// <summary>Sends what can't be read to the dead-letter topic, unchanged, with the reason in headers.</summary>
internal sealed class DeadLetters(KafkaOptions options, BrokerWatch watch, ILogger logger) : IDisposable
{
    private static readonly TimeSpan FlushLimit = TimeSpan.FromSeconds(5);

    private readonly Lazy<IProducer<byte[], byte[]?>> producer = new(() => Clients.Producer(ClientSettings.DeadLetters(options), watch));

    /// <summary>Sends letters and waits until they are acknowledged.</summary>
    /// <param name="letters">The letters.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>When all are.</returns>
    public Task SendAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken) =>
        Task.WhenAll(letters.Select(letter => SendAsync(letter, cancellationToken)));

    /// <inheritdoc/>
    public void Dispose()
    {
        if (producer.IsValueCreated)
        {
            producer.Value.Flush(FlushLimit);
            producer.Value.Dispose();
        }
    }

    private async Task SendAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        var (record, error) = letter;
        Log.DeadLetter(logger, record.Topic, record.Partition, record.Offset, error.Code, error.Detail);
        var message = Message(letter);
        try
        {
            await producer.Value.ProduceAsync(options.DeadLetterTopic, message, cancellationToken);
        }
        catch (ProduceException<byte[], byte[]?> exception) when (exception.Error.Code is ErrorCode.MsgSizeTooLarge)
        {
            // The broker takes less here than it took there; where the message came from is still told.
            message.Headers.Add("coscheduler-omitted-bytes", Text(record.Message.Value?.Length ?? 0));
            message.Value = null;
            await producer.Value.ProduceAsync(options.DeadLetterTopic, message, cancellationToken);
        }
    }

    private static Message<byte[], byte[]?> Message(DeadLetter letter)
    {
        var (record, error) = letter;
        var headers = new Headers();
        foreach (var header in record.Message.Headers ?? [])
        {
            headers.Add(header.Key, header.GetValueBytes());
        }

        headers.Add("coscheduler-error-code", Encoding.UTF8.GetBytes(error.Code));
        headers.Add("coscheduler-error-detail", Encoding.UTF8.GetBytes(error.Detail));
        headers.Add("coscheduler-topic", Encoding.UTF8.GetBytes(record.Topic));
        headers.Add("coscheduler-partition", Text(record.Partition.Value));
        headers.Add("coscheduler-offset", Text(record.Offset.Value));
        return new() { Key = record.Message.Key, Value = record.Message.Value, Headers = headers, Timestamp = record.Message.Timestamp };
    }

    private static byte[] Text(long number) => Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture));
}
