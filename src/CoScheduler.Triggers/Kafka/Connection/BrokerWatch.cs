using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Triggers.Kafka;

/// <summary>
/// Knows whether the broker answers, from what all our clients hear, and logs only when that changes. Share one between the door,
/// the publisher and the tables.
/// </summary>
public sealed class BrokerWatch
{
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly Lock gate = new();
    private BrokerState state;
    private string lastError = "no broker has answered yet";
    private bool told;

    /// <summary>Begins with a broker that has not answered yet.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where changes are logged.</param>
    public BrokerWatch(TimeProvider time, ILogger logger)
    {
        this.time = time;
        this.logger = logger;
        state = new BrokerState(false, time.GetUtcNow(), lastError);
    }

    /// <summary>How it stands.</summary>
    public BrokerState State
    {
        get
        {
            lock (gate)
            {
                return state;
            }
        }
    }

    /// <summary>A client heard of an error.</summary>
    /// <param name="error">The error; only the loss of all brokers changes the state, the others tell why.</param>
    internal void Heard(Error error)
    {
        lock (gate)
        {
            if (error.Code != ErrorCode.Local_AllBrokersDown)
            {
                lastError = error.Reason;
                return;
            }

            if (state.Up || !told)
            {
                told = true;
                state = new BrokerState(false, state.Up ? time.GetUtcNow() : state.Since, lastError);
                Log.BrokerDown(logger, lastError);
            }
        }
    }

    /// <summary>A broker answered.</summary>
    internal void Answered()
    {
        lock (gate)
        {
            if (state.Up)
            {
                return;
            }

            var now = time.GetUtcNow();
            if (told)
            {
                Log.BrokerBack(logger, now - state.Since);
            }

            told = false;
            state = new BrokerState(true, now, null);
        }
    }

    /// <summary>librdkafka's own log, which repeats itself while a broker is away: for debugging only.</summary>
    /// <param name="message">A line of it.</param>
    internal void Logged(LogMessage message) => Log.Client(logger, message.Facility, message.Message);
}

/// <summary>Whether the broker answers.</summary>
/// <param name="Up">Whether it does.</param>
/// <param name="Since">Since when that is so.</param>
/// <param name="Reason">Why it does not, if it does not.</param>
public sealed record BrokerState(bool Up, DateTimeOffset Since, string? Reason);
