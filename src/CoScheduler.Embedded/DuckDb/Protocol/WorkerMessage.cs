using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CoScheduler.Analyses;

namespace CoScheduler.Embedded.DuckDb;

/// <summary>The header of a frame between the server and a worker. Workers outlive servers, so these records only grow.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "$")]
[JsonDerivedType(typeof(HelloMessage), "hello")]
[JsonDerivedType(typeof(PrepareMessage), "prepare")]
[JsonDerivedType(typeof(TopicRowsMessage), "topicRows")]
[JsonDerivedType(typeof(ExecuteMessage), "execute")]
[JsonDerivedType(typeof(AttachMessage), "attach")]
[JsonDerivedType(typeof(CancelMessage), "cancel")]
[JsonDerivedType(typeof(StartedMessage), "started")]
[JsonDerivedType(typeof(RefusedMessage), "refused")]
[JsonDerivedType(typeof(RowsMessage), "rows")]
[JsonDerivedType(typeof(EndedMessage), "ended")]
internal abstract record WorkerMessage;

/// <summary>The worker's first message on every connection.</summary>
/// <param name="Version">The version of this protocol.</param>
/// <param name="ProcessId">The worker's process.</param>
internal sealed record HelloMessage(int Version, int ProcessId) : WorkerMessage
{
    public const int CurrentVersion = 1;
}

/// <summary>Makes an analysis known and its file sources ready.</summary>
internal sealed record PrepareMessage(WireAnalysis Analysis) : WorkerMessage;

/// <summary>Rows of a topic's table. The payload is a JSON array of <c>{"k":KEY,"v":ROW or null}</c>.</summary>
/// <param name="Table">The table.</param>
/// <param name="Reset">Whether all that the worker has of it goes first.</param>
internal sealed record TopicRowsMessage(WireTopicTable Table, bool Reset) : WorkerMessage;

/// <summary>Runs an analysis that was prepared on this connection before. Said again, it only attaches.</summary>
internal sealed record ExecuteMessage(
    Guid Operation,
    string Analysis,
    ImmutableArray<WireParameter> Parameters,
    long RowLimit,
    long ByteLimit,
    long TimeLimitMilliseconds,
    bool Arrow) : WorkerMessage;

/// <summary>Takes up an operation again.</summary>
/// <param name="Operation">Which.</param>
/// <param name="FromBatch">The first batch that is wanted.</param>
internal sealed record AttachMessage(Guid Operation, int FromBatch) : WorkerMessage;

/// <summary>Interrupts an operation; it ends as cancelled.</summary>
internal sealed record CancelMessage(Guid Operation) : WorkerMessage;

/// <summary>The operation is the worker's now.</summary>
internal sealed record StartedMessage(Guid Operation) : WorkerMessage;

/// <summary>The operation is not the worker's: it drains, or knows nothing of it.</summary>
/// <param name="Operation">Which.</param>
/// <param name="Code"><see cref="Draining"/> or <see cref="Unknown"/>.</param>
internal sealed record RefusedMessage(Guid Operation, string Code) : WorkerMessage
{
    public const string Draining = "draining";
    public const string Unknown = "unknown";
}

/// <summary>A batch. The payload is one JSON object a line, or an Arrow IPC stream.</summary>
/// <param name="Operation">Which.</param>
/// <param name="Batch">Counted from 0.</param>
/// <param name="RowCount">How many rows.</param>
/// <param name="Schema">The columns, the same in every batch.</param>
internal sealed record RowsMessage(Guid Operation, int Batch, int RowCount, ImmutableArray<WireColumn> Schema) : WorkerMessage;

/// <summary>An operation's end.</summary>
/// <param name="Operation">Which.</param>
/// <param name="RunMicroseconds">How long it ran.</param>
/// <param name="Code">Null if all rows were given; else why not.</param>
/// <param name="Detail">One sentence, if there is a code.</param>
internal sealed record EndedMessage(Guid Operation, long RunMicroseconds, string? Code, string? Detail) : WorkerMessage
{
    public const string Cancelled = "cancelled";
}

/// <summary>An analysis, as far as a worker needs it.</summary>
/// <param name="Id">Its name and digest.</param>
/// <param name="Name">Its name.</param>
/// <param name="Sql">The body, with parameters as <c>:name</c>.</param>
/// <param name="Files">Its file sources.</param>
/// <param name="Topics">Its topic sources.</param>
internal sealed record WireAnalysis(string Id, string Name, string Sql, ImmutableArray<WireFile> Files, ImmutableArray<WireTopic> Topics);

/// <summary>A file source, by the name that the body uses.</summary>
internal sealed record WireFile(string Name, string Path, string Format);

/// <summary>A topic source, by the name that the body uses.</summary>
internal sealed record WireTopic(string Name, WireTopicTable Table);

/// <summary>A topic's table; equal ids mean equal tables.</summary>
internal sealed record WireTopicTable(string Id, ImmutableArray<WireColumn> Columns);

/// <summary>A column; its type by Spark's simple name.</summary>
internal sealed record WireColumn(string Name, string Type, bool Nullable);

/// <summary>A parameter's value, as invariant text.</summary>
internal sealed record WireParameter(string Name, ParameterType Type, string Value);

[JsonSerializable(typeof(WorkerMessage))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
internal sealed partial class WorkerJson : JsonSerializerContext;
