using System.Text.Json;
using System.Text.Json.Serialization;
using CoScheduler.Pool;

namespace CoScheduler.Frameworks.Spark;

/// <summary>Where an execution is found again after a restart of the server: kept with the request.</summary>
internal sealed record ResumeToken(string Driver, Guid Session)
{
    public TaskId DriverTask => new(Driver);

    public string Write() => JsonSerializer.Serialize(this, ResumeTokenContext.Default.ResumeToken);

    /// <summary>Reads a token; null if it is none of this engine's.</summary>
    public static ResumeToken? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, ResumeTokenContext.Default.ResumeToken) is { Driver: not null } token ? token : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>The token's JSON form.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(ResumeToken))]
internal sealed partial class ResumeTokenContext : JsonSerializerContext;
