using System.Text.Json.Nodes;
using Confluent.Kafka;

namespace CoScheduler.IntegrationTests.Kit.Load;

/// <summary>An event as it lies on the reply topic (contract.md section 3, structured mode).</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">The last word of its type.</param>
/// <param name="Attempt">Its attempt; null of a refusal.</param>
/// <param name="Seq">Its number within the attempt; null of a refusal.</param>
/// <param name="Bytes">All of it.</param>
/// <param name="Body">The same, parsed.</param>
internal sealed record LoadEvent(string Id, string Kind, int? Attempt, int? Seq, byte[] Bytes, JsonNode Body)
{
    private static readonly string[] _terminal = ["done", "failed", "cancelled", "expired"];

    public bool Ends => _terminal.Contains(Kind, StringComparer.Ordinal);

    public bool Refuses => Kind is "rejected" or "conflict";

    public JsonNode? Data => Body["data"];

    public static LoadEvent Read(Message<string, byte[]> message)
    {
        var body = JsonNode.Parse(message.Value) ?? throw new FormatException("A reply is null.");
        var type = body["type"]!.ToString();
        return new LoadEvent(
            body["id"]!.ToString(),
            type[(type.LastIndexOf('.') + 1)..],
            body["attempt"]?.GetValue<int>(),
            body["seq"]?.GetValue<int>(),
            message.Value,
            body);
    }
}
