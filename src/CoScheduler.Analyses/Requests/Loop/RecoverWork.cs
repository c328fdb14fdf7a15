using System.Collections.Immutable;
using System.Text;

namespace CoScheduler.Analyses;

/// <summary>Takes up what an earlier server left (recovery.md section 4).</summary>
internal sealed class RecoverWork(RequestStoreContent content, Catalogue catalogue, RequestJudge judge) : AwaitedWork
{
    protected override void Change(RequestLedger ledger, LoopBatch batch)
    {
        foreach (var cancel in content.Cancels)
        {
            ledger.Book.Remember(batch, cancel);
            batch.Effects.Add(() => ledger.Agenda.Add(cancel.At + ledger.Options.CancelMemory, new CancelDue(cancel)));
        }

        foreach (var record in content.Live)
        {
            Recover(ledger, batch, record);
        }

        batch.Effects.Add(() => ledger.Agenda.Add(batch.Now, new PruneDue()));
    }

    private void Recover(RequestLedger ledger, LoopBatch batch, RequestRecord record)
    {
        var analysis = FindAnalysis(ledger.Store, record);
        var values = analysis is null ? null : ParameterBinder.Bind(analysis.Parameters, Encoding.UTF8.GetBytes(record.Parameters));
        var live = new LiveRequest(record, analysis, values?.Values ?? ImmutableSortedDictionary<string, ParameterValue>.Empty);
        ledger.Book.Add(batch, live);
        if (record.Deadline <= batch.Now)
        {
            ledger.Step(batch, live, new ExpireInput());
        }
        else if (analysis is null || values is not { Errors.IsEmpty: true })
        {
            ledger.Step(batch, live, new FailInput(new("analysis_gone", $"Analysis '{record.Analysis}' (version {record.Version}) can't be read any more since the server restarted; send the request again under a new id.") { Retryable = true }));
        }
        else if (judge.JudgeEngine(analysis, record.Engine) is { } error)
        {
            ledger.Step(batch, live, new FailInput(error));
        }
        else
        {
            ledger.RemindOfExpiry(batch, live);
            Continue(ledger, batch, live);
        }
    }

    private static void Continue(RequestLedger ledger, LoopBatch batch, LiveRequest live)
    {
        var record = live.Record;
        if (record.State is not RequestState.Running)
        {
            ledger.Book.Enqueue(batch, live);
        }
        else if (CanBeFound(record))
        {
            ledger.RemindOfTimeLimit(batch, live);
            ledger.Resume(batch, live);
        }
        else if (live.Analysis!.Retry is RetryMode.Idempotent && record.Attempt < ledger.Options.MaxAttempts)
        {
            ledger.Step(batch, live, new RetryInput(Lost(record)));
            ledger.Book.Enqueue(batch, live);
        }
        else
        {
            ledger.Step(batch, live, new FailInput(Lost(record)));
        }
    }

    // Rows that were kept without a token would be given a second time.
    private static bool CanBeFound(RequestRecord record) => record.ResumeToken is not null && (record.LastBatch is not null || record.Rows == 0);

    private static RequestError Lost(RequestRecord record) =>
        new("driver_lost", $"The server restarted while attempt {record.Attempt} ran, and it can't be found again; send the request again under a new id.") { Retryable = true };

    private Analysis? FindAnalysis(IRequestStore store, RequestRecord record)
    {
        if (catalogue.Find(record.Analysis) is { } current && current.Digest == record.Version)
        {
            return current;
        }

        return store.FindAnalysis(record.Version) is { } kept ? CatalogueLoader.Parse(kept.File, kept.Text).Catalogue.Find(record.Analysis) : null;
    }
}
