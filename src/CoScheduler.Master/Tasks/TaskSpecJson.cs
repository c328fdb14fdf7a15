using System.Text.Json;
using System.Text.Json.Serialization;

namespace CoScheduler.Master;

/// <summary>The JSON form of <see cref="TaskSpec"/>: the payload of the pool's launch commands.</summary>
public static class TaskSpecJson
{
    /// <summary>Writes a spec as a payload.</summary>
    /// <param name="spec">The spec.</param>
    /// <returns>Its JSON.</returns>
    public static string Write(TaskSpec spec) => JsonSerializer.Serialize(spec, TaskSpecJsonContext.Default.TaskSpec);

    /// <summary>Reads a payload.</summary>
    /// <param name="payload">What <see cref="Write"/> gave.</param>
    /// <returns>The spec.</returns>
    /// <exception cref="JsonException">It is not the JSON of a spec.</exception>
    public static TaskSpec Read(string payload) =>
        JsonSerializer.Deserialize(payload, TaskSpecJsonContext.Default.TaskSpec) ?? throw new JsonException("A task's spec is null.");

    /// <summary>Reads a payload that another framework may have written in a form of its own.</summary>
    /// <param name="payload">The payload, or null.</param>
    /// <returns>The spec, or null if it is not the JSON of one.</returns>
    public static TaskSpec? TryRead(string? payload)
    {
        if (payload is null)
        {
            return null;
        }

        try
        {
            return Read(payload);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TaskSpec))]
internal sealed partial class TaskSpecJsonContext : JsonSerializerContext;
