namespace CoScheduler.Client;

/// <summary>What an event says: the last word of its CloudEvents type (<c>coscheduler.analysis.…</c>).</summary>
public enum AnalysisEventKind
{
    /// <summary>The request was taken; its data says what was understood.</summary>
    Accepted,

    /// <summary>It waits, and its data says why; told again when the reason changes.</summary>
    Queued,

    /// <summary>It runs. With a higher attempt than before, all rows so far are void.</summary>
    Running,

    /// <summary>Rows.</summary>
    Rows,

    /// <summary>All rows were given. Ends the request.</summary>
    Done,

    /// <summary>It failed. Ends the request.</summary>
    Failed,

    /// <summary>Somebody cancelled it. Ends the request.</summary>
    Cancelled,

    /// <summary>Its deadline or timeout passed. Ends the request.</summary>
    Expired,

    /// <summary>It was not taken, and left no trace.</summary>
    Rejected,

    /// <summary>Another request has its identity; this one left no trace.</summary>
    Conflict,
}
