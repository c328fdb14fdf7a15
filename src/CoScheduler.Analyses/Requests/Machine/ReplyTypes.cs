namespace CoScheduler.Analyses;

/// <summary>The types of replies (contract.md section 3).</summary>
internal static class ReplyTypes
{
    public const string Prefix = "coscheduler.analysis.";
    public const string Accepted = Prefix + "accepted";
    public const string Queued = Prefix + "queued";
    public const string Running = Prefix + "running";
    public const string Rows = Prefix + "rows";
    public const string Done = Prefix + "done";
    public const string Failed = Prefix + "failed";
    public const string Cancelled = Prefix + "cancelled";
    public const string Expired = Prefix + "expired";
    public const string Rejected = Prefix + "rejected";
    public const string Conflict = Prefix + "conflict";
    public const string Json = "application/json";
    public const string Arrow = "application/vnd.apache.arrow.stream";
}
