using System.Globalization;
using System.Text.Json;
using CoScheduler.Cli.Output;

namespace CoScheduler.Cli.Demo;

/// <summary>What the demo ends with (contract.md section 1).</summary>
internal sealed record DemoSummary(
    string Engine,
    long Seed,
    long ElapsedMs,
    RequestSummary Requests,
    LatencySummary LatencyMs,
    ExecutorSummary Executors,
    ServiceSummary Services,
    IReadOnlyList<RoleSummary> Roles)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Whether every request ended once, with the right rows.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool Good => Requests is { Lost: 0, Wrong: 0, Duplicates: 0 };

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>The same for people.</summary>
    public string ToText()
    {
        var r = Requests;
        var rows = Roles.Select(role => (IReadOnlyList<string>)[role.Name, role.Guarantee, role.Limit, role.Used, role.Lent, role.Borrowed]).ToList();
        return string.Create(CultureInfo.InvariantCulture, $"""
            engine     {Engine}, seed {Seed}, {ElapsedMs} ms in all
            requests   {r.Sent} sent: {r.Done} done, {r.Failed} failed, {r.Expired} expired, {r.Cancelled} cancelled, {r.Rejected} rejected
            checked    {r.Wrong} wrong, {r.Lost} lost, {r.Duplicates} answered twice
            latency    p50 {LatencyMs.P50} ms, p99 {LatencyMs.P99} ms, max {LatencyMs.Max} ms
            executors  {Executors.Granted} granted, {Executors.Reclaimed} reclaimed, {Executors.Preempted} preempted
            services   {Services.Started} replicas started, waited p50 {Services.WaitMs.P50} ms, max {Services.WaitMs.Max} ms


            """) + TextTable.Render(["ROLE", "GUARANTEE", "LIMIT", "USED", "LENT", "BORROWED"], rows);
    }
}

/// <summary>What became of the requests.</summary>
internal sealed record RequestSummary(int Sent, int Done, int Failed, int Expired, int Cancelled, int Rejected, int Duplicates, int Lost, int Wrong);

/// <summary>From request to last row.</summary>
internal sealed record LatencySummary(double P50, double P99, double Max)
{
    public static LatencySummary Of(IEnumerable<TimeSpan> latencies)
    {
        var sorted = latencies.Select(l => Math.Round(l.TotalMilliseconds, 1)).Order().ToArray();
        return new LatencySummary(Quantile(sorted, 0.5), Quantile(sorted, 0.99), sorted.LastOrDefault());
    }

    /// <summary>The nearest-rank quantile; 0 of nothing.</summary>
    public static double Quantile(double[] sorted, double q) =>
        sorted.Length == 0 ? 0 : sorted[Math.Clamp((int)Math.Ceiling(q * sorted.Length) - 1, 0, sorted.Length - 1)];
}

/// <summary>What became of executors (workers, with the embedded engine).</summary>
internal sealed record ExecutorSummary(int Granted, int Reclaimed, int Preempted);

/// <summary>What became of the site's replicas.</summary>
internal sealed record ServiceSummary(int Started, WaitSummary WaitMs);

/// <summary>From demand to running.</summary>
internal sealed record WaitSummary(double P50, double Max);

/// <summary>A role at the end.</summary>
internal sealed record RoleSummary(string Name, string Guarantee, string Limit, string Used, string Lent, string Borrowed);
