using System.Text.Json;
using System.Text.Json.Serialization;
using CoScheduler.Master;

namespace CoScheduler.Storage.Journal;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JournalRecord))]
internal sealed partial class JournalJson : JsonSerializerContext
{
    public static byte[] Write(JournalRecord record) => JsonSerializer.SerializeToUtf8Bytes(record, Default.JournalRecord);

    public static JournalRecord Read(ReadOnlySpan<byte> body) =>
        JsonSerializer.Deserialize(body, Default.JournalRecord) ?? throw new JsonException("A record is null.");
}
