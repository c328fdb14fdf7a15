using System.Text;
using System.Text.Json.Nodes;
using Confluent.Kafka;
using CoScheduler.Client;

namespace CoScheduler.Tests.Client;

/// <summary>Replies as the server sends them.</summary>
internal static class Recorded
{
    public const string RequestSource = "/shop";
    public const string RequestId = "r 1";

    public static string Json(string type, int attempt, int seq, string data, string id = RequestId, string source = RequestSource) =>
        $$$"""
        {"specversion":"1.0","attempt":{{{attempt}}},"id":"{{{Uri.EscapeDataString(source)}}}/{{{Uri.EscapeDataString(id)}}}/{{{attempt}}}/{{{seq}}}",
        "requestsource":"{{{source}}}","seq":{{{seq}}},"source":"/coscheduler/default","subject":"{{{id}}}","time":"2026-11-23T07:30:00Z",
        "type":"coscheduler.analysis.{{{type}}}","datacontenttype":"application/json","data":{{{data}}}}
        """;

    public static string Refusal(string type, string data, string id = RequestId, string source = RequestSource) =>
        $$$"""
        {"specversion":"1.0","id":"{{{Uri.EscapeDataString(source)}}}/{{{Uri.EscapeDataString(id)}}}/refused/0-17","requestsource":"{{{source}}}",
        "source":"/coscheduler/default","subject":"{{{id}}}","type":"coscheduler.analysis.{{{type}}}","datacontenttype":"application/json","data":{{{data}}}}
        """;

    public static Message<Ignore, byte[]> Structured(string json) => new()
    {
        Value = Encoding.UTF8.GetBytes(json),
        Headers = new Headers { { "content-type", "application/cloudevents+json; charset=utf-8"u8.ToArray() } },
    };

    /// <summary>The same event in binary mode.</summary>
    public static Message<Ignore, byte[]> Binary(string json)
    {
        var members = JsonNode.Parse(json)!.AsObject();
        var headers = new Headers();
        foreach (var (name, value) in members.Where(member => member.Key is not ("data" or "datacontenttype")))
        {
            headers.Add("ce_" + name, Encoding.UTF8.GetBytes(value!.ToString()));
        }

        headers.Add("content-type", Encoding.UTF8.GetBytes(members["datacontenttype"]!.ToString()));
        return new() { Value = Encoding.UTF8.GetBytes(members["data"]!.ToJsonString()), Headers = headers };
    }

    public static AnalysisEvent Event(string type, int attempt, int seq, string data = "{}") => Read(Json(type, attempt, seq, data));

    public static AnalysisEvent Read(string json) => HttpEvents.Read(json)!;
}
