using System.Collections.Immutable;

namespace CoScheduler.Analyses;

/// <summary>What can happen to a request.</summary>
internal abstract record RequestInput;

/// <summary>It waits, and why.</summary>
internal sealed record WaitInput(WaitReason Reason) : RequestInput;

/// <summary>It runs: a new attempt, unless one runs, which was taken up again then.</summary>
internal sealed record StartInput(string Where, string? ResumeToken) : RequestInput;

/// <summary>Rows that go out before the end is known, for the result is large.</summary>
internal sealed record RowsInput(ImmutableArray<ResultPart> Parts, string? LastBatch) : RequestInput;

/// <summary>All its rows are here.</summary>
internal sealed record CompleteInput(ImmutableArray<ResultPart> Parts, FinalResult? Final, TimeSpan RunTime, string Resources) : RequestInput;

/// <summary>It failed.</summary>
internal sealed record FailInput(RequestError Error) : RequestInput;

/// <summary>Its driver or worker died, and it will be run again.</summary>
internal sealed record RetryInput(RequestError Error) : RequestInput;

/// <summary>Somebody cancels it.</summary>
internal sealed record CancelInput(string By) : RequestInput;

/// <summary>Its deadline or timeout passed.</summary>
internal sealed record ExpireInput : RequestInput;

/// <summary>The data of one <c>rows</c> event.</summary>
internal sealed record ResultPart(ReadOnlyMemory<byte> Data, string ContentType, long RowCount);

/// <summary>A result that goes into its terminal event.</summary>
internal sealed record FinalResult(ImmutableArray<Column> Schema, IReadOnlyList<ReadOnlyMemory<byte>> Rows, long Bytes);

/// <summary>What came of an input.</summary>
internal sealed record Transition(RequestRecord Request, ImmutableArray<ReplyEvent> Events);
