using System.Collections.Immutable;

namespace CoScheduler.Analyses;

/// <summary>A message with all that can be said of it without knowing which requests there are.</summary>
internal abstract record Judged(IncomingMessage Message);

/// <summary>A cancel.</summary>
internal sealed record JudgedCancel(CancelRequest Cancel) : Judged(Cancel);

/// <summary>A request.</summary>
/// <param name="Request">The request.</param>
/// <param name="Digest">Its digest; null if it has none, and then it has an error.</param>
/// <param name="Error">Why it can't be accepted; null if it can.</param>
/// <param name="Plan">What will be run, unless there is an error.</param>
internal sealed record JudgedRequest(AnalysisRequest Request, string? Digest, RequestError? Error, RequestPlan? Plan) : Judged(Request);

/// <summary>What an acceptable request asks for.</summary>
internal sealed record RequestPlan(
    Analysis Analysis,
    string Engine,
    ImmutableSortedDictionary<string, ParameterValue> Values,
    string Parameters,
    ReplyRoute Route,
    DateTimeOffset? Deadline,
    TimeSpan? Timeout);
