using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool;

/// <summary>
/// How the pool's records are written as JSON: ids as plain text or numbers, amounts as their text form, enumerations by name,
/// properties in camel case. For journals; <c>$</c> tells commands and decisions apart.
/// </summary>
public static class PoolJson
{
    /// <summary>Knows <see cref="Command"/>, <see cref="Decision"/>, immutable arrays of decisions, and <see cref="PoolSnapshot"/>.</summary>
    public static JsonSerializerOptions Options { get; } = PoolJsonContext.Default.Options;

    /// <summary>Writes a command.</summary>
    /// <param name="command">The command.</param>
    /// <returns>UTF-8 JSON.</returns>
    public static byte[] Write(Command command) => JsonSerializer.SerializeToUtf8Bytes(command, PoolJsonContext.Default.Command);

    /// <summary>Writes what a step decided.</summary>
    /// <param name="decisions">The decisions, in order.</param>
    /// <returns>UTF-8 JSON.</returns>
    public static byte[] Write(ImmutableArray<Decision> decisions) => JsonSerializer.SerializeToUtf8Bytes(decisions, PoolJsonContext.Default.ImmutableArrayDecision);

    /// <summary>Reads a command.</summary>
    /// <param name="json">UTF-8 JSON.</param>
    /// <returns>The command.</returns>
    /// <exception cref="JsonException">It is none.</exception>
    public static Command ReadCommand(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, PoolJsonContext.Default.Command) ?? throw new JsonException("A command is null.");

    /// <summary>Reads what a step decided.</summary>
    /// <param name="json">UTF-8 JSON.</param>
    /// <returns>The decisions, in order.</returns>
    /// <exception cref="JsonException">It is no array of decisions.</exception>
    public static ImmutableArray<Decision> ReadDecisions(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, PoolJsonContext.Default.ImmutableArrayDecision);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Command))]
[JsonSerializable(typeof(Decision))]
[JsonSerializable(typeof(ImmutableArray<Decision>))]
[JsonSerializable(typeof(PoolSnapshot))]
[JsonSerializable(typeof(PoolImage))]
internal sealed partial class PoolJsonContext : JsonSerializerContext;
