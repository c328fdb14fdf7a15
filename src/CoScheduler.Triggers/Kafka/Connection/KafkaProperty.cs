using Confluent.Kafka;
using CoScheduler.Analyses;

namespace CoScheduler.Triggers.Kafka;

/// <summary>Asks librdkafka itself whether it knows a property.</summary>
internal static class KafkaProperty
{
    /// <summary>What is wrong with a property on its own.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="value">Its value; not repeated in the fault, as it may be secret.</param>
    /// <returns>The fault, or null.</returns>
    public static RequestError? Fault(string key, string value)
    {
        try
        {
            using var probe = new AdminClientBuilder(new Dictionary<string, string> { [key] = value })
                .SetLogHandler(static (_, _) => { })
                .Build();
            return null;
        }
        catch (InvalidOperationException exception) when (exception.Message.StartsWith("No such configuration property", StringComparison.Ordinal))
        {
            return new("unknown_property", $"Correct or remove '{key}': librdkafka has no such property.");
        }
        catch (ArgumentException)
        {
            return new("invalid_value", $"Correct the value of '{key}': librdkafka does not take it.");
        }
        catch (Exception exception) when (exception is InvalidOperationException or KafkaException)
        {
            // A known property with a legal value, which needs others beside it to work: the first client tells.
            return null;
        }
    }
}
