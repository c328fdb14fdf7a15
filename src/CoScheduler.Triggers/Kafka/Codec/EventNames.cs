namespace CoScheduler.Triggers.Kafka;

/// <summary>The names of contract.md section 3 and of the CloudEvents Kafka binding 1.0.2.</summary>
internal static class EventNames
{
    public const string TypePrefix = "coscheduler.analysis.";
    public const string Request = TypePrefix + "request";
    public const string Cancel = TypePrefix + "cancel";
    public const string Renew = TypePrefix + "renew";

    public const string ReplyTo = "replyto";
    public const string ReplyPartition = "replypartition";
    public const string Deadline = "deadline";
    public const string Timeout = "timeout";
    public const string Ttl = "ttl";
    public const string Accept = "accept";
    public const string Deliver = "deliver";
    public const string Reply = "reply";

    public const string ContentType = "content-type";
    public const string StructuredJson = "application/cloudevents+json";
    public const string Json = "application/json";
    public const string AttributePrefix = "ce_";
    public const string SpecVersion = "specversion";
    public const string DataContentType = "datacontenttype";

    /// <summary>Attributes that are copied from a request to its replies.</summary>
    public static readonly string[] Copied = ["correlationid", "traceparent", "tracestate"];

    /// <summary>Attributes of replies that are integers, and numbers in JSON.</summary>
    public static readonly string[] Integers = ["attempt", "seq"];
}
