using System.Text.Json;
using System.Text.Json.Serialization;

namespace CoScheduler.Pool;

/// <summary>Writes an id that is a text as that text.</summary>
/// <typeparam name="T">The id.</typeparam>
/// <param name="read">From the text.</param>
/// <param name="write">To the text.</param>
public abstract class TextIdJsonConverter<T>(Func<string, T> read, Func<T, string> write) : JsonConverter<T>
{
    /// <inheritdoc />
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        read(reader.GetString() ?? throw new JsonException("An id is null."));

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(write(value));
}

/// <summary>Writes an id that is a number as that number.</summary>
/// <typeparam name="T">The id.</typeparam>
/// <param name="read">From the number.</param>
/// <param name="write">To the number.</param>
public abstract class NumberIdJsonConverter<T>(Func<long, T> read, Func<T, long> write) : JsonConverter<T>
{
    /// <inheritdoc />
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => read(reader.GetInt64());

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteNumberValue(write(value));
}

/// <summary>An agent's id as text.</summary>
public sealed class AgentIdJsonConverter() : TextIdJsonConverter<AgentId>(text => new AgentId(text), id => id.Value);

/// <summary>A framework's id as text.</summary>
public sealed class FrameworkIdJsonConverter() : TextIdJsonConverter<FrameworkId>(text => new FrameworkId(text), id => id.Value);

/// <summary>A role's path as text.</summary>
public sealed class RoleNameJsonConverter() : TextIdJsonConverter<RoleName>(text => new RoleName(text), id => id.Value);

/// <summary>A class's name as text.</summary>
public sealed class DemandClassJsonConverter() : TextIdJsonConverter<DemandClass>(text => new DemandClass(text), id => id.Value);

/// <summary>A task's id as text.</summary>
public sealed class TaskIdJsonConverter() : TextIdJsonConverter<TaskId>(text => new TaskId(text), id => id.Value);

/// <summary>An offer's id as a number.</summary>
public sealed class OfferIdJsonConverter() : NumberIdJsonConverter<OfferId>(number => new OfferId(number), id => id.Value);

/// <summary>An allocation's id as a number.</summary>
public sealed class AllocationIdJsonConverter() : NumberIdJsonConverter<AllocationId>(number => new AllocationId(number), id => id.Value);

/// <summary>A plan's id as a number.</summary>
public sealed class PlanIdJsonConverter() : NumberIdJsonConverter<PlanId>(number => new PlanId(number), id => id.Value);

/// <summary>Pool time as milliseconds.</summary>
public sealed class PoolTimeJsonConverter() : NumberIdJsonConverter<PoolTime>(number => new PoolTime(number), time => time.Milliseconds);
