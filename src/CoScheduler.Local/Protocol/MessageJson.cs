using System.Text.Json.Serialization;

namespace CoScheduler.Local.Protocol;

/// <summary>The messages as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(ServerMessage))]
[JsonSerializable(typeof(SupervisorMessage))]
internal sealed partial class MessageJson : JsonSerializerContext;
