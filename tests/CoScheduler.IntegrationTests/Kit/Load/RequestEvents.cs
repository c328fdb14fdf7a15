using System.Text;
using System.Text.Json.Nodes;
using Confluent.Kafka;

namespace CoScheduler.IntegrationTests.Kit.Load;

/// <summary>Requests as apps send them (contract.md section 3).</summary>
internal static class RequestEvents
{
    /// <summary>A request, to which a test adds what it is about.</summary>
    public static JsonObject Of(string source, string id, string analysis, JsonNode data) => new()
    {
        ["specversion"] = "1.0",
        ["type"] = "coscheduler.analysis.request",
        ["source"] = source,
        ["id"] = id,
        ["subject"] = analysis,
        ["data"] = data.DeepClone(),
    };

    /// <summary>It as a message in structured mode.</summary>
    public static Message<string, string> Structured(JsonObject request) => new()
    {
        Key = request["id"]!.ToString(),
        Value = request.ToJsonString(),
        Headers = new Headers { { "content-type", "application/cloudevents+json"u8.ToArray() } },
    };

    /// <summary>It as a message in binary mode: attributes are headers, the value is the data.</summary>
    public static Message<string, string> Binary(JsonObject request)
    {
        var headers = new Headers { { "content-type", "application/json"u8.ToArray() } };
        foreach (var (name, value) in request.Where(attribute => attribute.Key != "data"))
        {
            headers.Add("ce_" + name, Encoding.UTF8.GetBytes(value!.ToString()));
        }

        return new Message<string, string> { Key = request["id"]!.ToString(), Value = request["data"]!.ToJsonString(), Headers = headers };
    }
}
