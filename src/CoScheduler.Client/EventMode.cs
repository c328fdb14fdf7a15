namespace CoScheduler.Client;

/// <summary>How events travel over Kafka, by the CloudEvents Kafka binding; replies come in the mode of their request.</summary>
public enum EventMode
{
    /// <summary>The whole event is the value, as JSON.</summary>
    Structured,

    /// <summary>The data is the value, the attributes are headers.</summary>
    Binary,
}
