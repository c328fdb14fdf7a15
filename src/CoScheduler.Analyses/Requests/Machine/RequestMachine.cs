using System.Collections.Immutable;

namespace CoScheduler.Analyses;

/// <summary>
/// The life of a request as a pure function: accepted, perhaps queued, running, and exactly one end. Every input that comes after the end,
/// or for what the request is not doing, changes nothing.
/// </summary>
internal sealed class RequestMachine(ReplyWriter replies)
{
    /// <summary>The first event of a request that was accepted.</summary>
    public Transition Accept(RequestRecord request) => Emit(request, ReplyTypes.Accepted, ReplyData.Accepted(request), request.AcceptedAt);

    /// <summary>What an input does; null if nothing.</summary>
    public Transition? Step(RequestRecord request, RequestInput input, DateTimeOffset now) =>
        request.Ended ? null : (input, request.State) switch
        {
            (WaitInput wait, not RequestState.Running) => Wait(request, wait.Reason, now),
            (StartInput start, RequestState.Running) => Resume(request, start),
            (StartInput start, _) => Start(request, start, now),
            (RowsInput rows, RequestState.Running) => Rows(request, rows, now),
            (CompleteInput end, RequestState.Running) => Complete(request, end, now),
            (FailInput fail, _) => End(request with { Error = fail.Error }, RequestState.Failed, ReplyTypes.Failed, ReplyData.Failed(fail.Error), now),
            (RetryInput retry, RequestState.Running) => Retry(request, retry.Error, now),
            (CancelInput cancel, _) => End(request, RequestState.Cancelled, ReplyTypes.Cancelled, ReplyData.Cancelled(cancel.By), now),
            (ExpireInput, _) => End(request, RequestState.Expired, ReplyTypes.Expired, ReplyData.Expired(request.Bound!, request.Deadline!.Value), now),
            _ => null,
        };

    private Transition? Wait(RequestRecord request, WaitReason reason, DateTimeOffset now) =>
        WaitReasonJson.Same(request.Reason, reason)
            ? null
            : Emit(request with { State = RequestState.Queued, Reason = reason }, ReplyTypes.Queued, ReplyData.Queued(reason), now);

    private Transition Start(RequestRecord request, StartInput start, DateTimeOffset now)
    {
        var running = request with
        {
            State = RequestState.Running,
            Attempt = request.Attempt + 1,
            NextSeq = 0,
            Reason = null,
            Rows = 0,
            RunningAt = now,
            ResumeToken = start.ResumeToken,
            LastBatch = null,
        };
        return Emit(running, ReplyTypes.Running, ReplyData.Running(start.Where), now);
    }

    private static Transition? Resume(RequestRecord request, StartInput start) =>
        request.ResumeToken == start.ResumeToken ? null : new(request with { ResumeToken = start.ResumeToken }, []);

    private Transition Rows(RequestRecord request, RowsInput rows, DateTimeOffset now)
    {
        var given = EmitRows(request, rows.Parts, now);
        return given with { Request = given.Request with { LastBatch = rows.LastBatch } };
    }

    private Transition Complete(RequestRecord request, CompleteInput end, DateTimeOffset now)
    {
        var given = end.Final is { } final ? new(request with { Rows = final.Rows.Count }, []) : EmitRows(request, end.Parts, now);
        var ended = End(given.Request, RequestState.Done, ReplyTypes.Done, ReplyData.Done(given.Request, end, now), now);
        return ended with { Events = given.Events.AddRange(ended.Events) };
    }

    private Transition Retry(RequestRecord request, RequestError error, DateTimeOffset now)
    {
        var numbers = ImmutableSortedDictionary<string, long>.Empty.Add("attempt", request.Attempt);
        var reason = new WaitReason("retrying", $"Attempt {request.Attempt} ended with {error.Code}; it is run again.", numbers);
        return Wait(request with { State = RequestState.Queued, ResumeToken = null, LastBatch = null }, reason, now)!;
    }

    private Transition End(RequestRecord request, RequestState state, string type, ReadOnlyMemory<byte> data, DateTimeOffset now)
    {
        var ended = request with { State = state, EndedAt = now, Reason = null, ResumeToken = null, LastBatch = null };
        return new(ended with { NextSeq = ended.NextSeq + 1 }, [replies.Event(ended, type, data, now)]);
    }

    private Transition EmitRows(RequestRecord request, ImmutableArray<ResultPart> parts, DateTimeOffset now)
    {
        var events = ImmutableArray.CreateBuilder<ReplyEvent>(parts.Length);
        foreach (var part in parts)
        {
            request = request with { Rows = request.Rows + part.RowCount };
            if (!request.Route.Final)
            {
                events.Add(replies.Event(request, ReplyTypes.Rows, part.Data, now, part.ContentType));
                request = request with { NextSeq = request.NextSeq + 1 };
            }
        }

        return new(request, events.ToImmutable());
    }

    // Who wants only the end is told only the end.
    private Transition Emit(RequestRecord request, string type, ReadOnlyMemory<byte> data, DateTimeOffset now) =>
        request.Route.Final
            ? new(request, [])
            : new(request with { NextSeq = request.NextSeq + 1 }, [replies.Event(request, type, data, now)]);
}
