using System.Text;

namespace CoScheduler.Analyses;

/// <summary>Decides what comes of a message, knowing which requests there are.</summary>
internal sealed class Admitter(RequestLedger ledger, LoopBatch batch)
{
    public Admission Admit(Judged message) => message switch
    {
        JudgedCancel cancel => Cancel(cancel.Cancel),
        JudgedRequest request => Request(request),
        _ => throw new InvalidOperationException($"No such message: {message}."),
    };

    private Admission Request(JudgedRequest judged)
    {
        // An identity that is known decides first: a repetition is answered from what is kept, whatever the catalogue says by now.
        if (ledger.Find(judged.Message.Key) is { } known)
        {
            return known.Digest == judged.Digest ? Repeat(known) : Refuse(judged, conflict: true, Conflict(known.Key));
        }

        if ((judged.Error ?? JudgeRole(judged.Plan!.Analysis)) is { } error)
        {
            return Refuse(judged, conflict: false, error);
        }

        var record = Record(judged, judged.Plan!);
        var live = ledger.Add(batch, record, judged.Plan!);
        if (ledger.Book.FindCancel(record.Key, out var cancel))
        {
            ledger.ForgetCancel(batch, cancel);
            ledger.Step(batch, live, new CancelInput(cancel.By));
        }
        else
        {
            ledger.Book.Enqueue(batch, live);
        }

        return new Accepted(record.Key, Repeated: false, AcceptedData(record));
    }

    private Accepted Repeat(RequestRecord known)
    {
        ledger.Repeat(batch, known, terminalOnly: false);
        return new(known.Key, Repeated: true, AcceptedData(known));
    }

    private Refused Refuse(JudgedRequest judged, bool conflict, RequestError error) => ledger.Refuse(batch, judged.Message, conflict, error);

    private CancelHeard Cancel(CancelRequest cancel)
    {
        var by = cancel.Origin.Principal ?? cancel.Key.Source;
        if (ledger.Book.Find(cancel.Key) is { Record.Ended: false } live)
        {
            ledger.Step(batch, live, new CancelInput(by));
            return new(cancel.Key, RequestState.Cancelled);
        }

        if (ledger.Find(cancel.Key) is { } ended)
        {
            ledger.Repeat(batch, ended, terminalOnly: true);
            return new(cancel.Key, ended.State);
        }

        if (!ledger.Book.FindCancel(cancel.Key, out _))
        {
            ledger.Remember(batch, cancel, by);
        }

        return new(cancel.Key, null);
    }

    private RequestError? JudgeRole(Analysis analysis)
    {
        if (ledger.LimitsOf(analysis.Role) is not { } limits)
        {
            return new("unknown_role", $"Analysis '{analysis.Name}' counts against role {analysis.Role}, which the quota doesn't have; add it with 'coscheduler quota apply'.");
        }

        var (queued, most) = (ledger.Book.Role(analysis.Role).Queued, limits.MaxQueued ?? ledger.Options.MaxQueued);
        return queued < most
            ? null
            : new("busy", $"{queued} requests of role {analysis.Role} wait, and {most} may; try again later.") { Retryable = true, RetryAfter = ledger.Options.BusyRetryAfter };
    }

    private RequestRecord Record(JudgedRequest judged, RequestPlan plan)
    {
        var byTimeout = plan.Timeout is { } timeout ? batch.Now + timeout : (DateTimeOffset?)null;
        var timeoutFirst = byTimeout is not null && (plan.Deadline is null || byTimeout < plan.Deadline);
        var deadline = timeoutFirst ? byTimeout : plan.Deadline;
        return new()
        {
            Number = ledger.Book.NextNumber(),
            Key = judged.Request.Key,
            Digest = judged.Digest!,
            Analysis = plan.Analysis.Name,
            Version = plan.Analysis.Digest,
            Role = plan.Analysis.Role,
            Engine = plan.Engine,
            Parameters = plan.Parameters,
            Route = plan.Route,
            AcceptedAt = batch.Now,
            Deadline = deadline,
            Bound = deadline is null ? null : timeoutFirst ? "timeout" : "deadline",
        };
    }

    private static string AcceptedData(RequestRecord record) => Encoding.UTF8.GetString(ReplyData.Accepted(record).Span);

    private static RequestError Conflict(RequestKey key) =>
        new("id_conflict", $"The id '{key.Id}' of source '{key.Source}' is another request's, with another content; give a new id.");
}
