using CloudNative.CloudEvents;

namespace CoScheduler.Client;

/// <summary>The names that requests and replies have as CloudEvents.</summary>
internal static class EventNames
{
    public const string TypePrefix = "coscheduler.analysis.";
    public const string Request = TypePrefix + "request";
    public const string Cancel = TypePrefix + "cancel";
    public const string Json = "application/json";
    public const string StructuredJson = "application/cloudevents+json";
    public const string RequestSource = "requestsource";

    public static readonly CloudEventAttribute Attempt = CloudEventAttribute.CreateExtension("attempt", CloudEventAttributeType.Integer);
    public static readonly CloudEventAttribute Sequence = CloudEventAttribute.CreateExtension("seq", CloudEventAttributeType.Integer);

    /// <summary>The extensions that are not text.</summary>
    public static readonly CloudEventAttribute[] Integers = [Attempt, Sequence];
}
