using System.Globalization;
using CoScheduler.Pool;

namespace CoScheduler.Simulation.Reports;

/// <summary>A report's figures as people read them.</summary>
public static class ReportText
{
    private static readonly (string Unit, long Milliseconds)[] Units = [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000)];

    /// <summary>The columns of <see cref="Rows"/>.</summary>
    /// <param name="report">The report.</param>
    /// <returns>Their headings.</returns>
    public static IReadOnlyList<string> Columns(SimulationReport report) =>
        ["ROLE", .. report.Utilisation.Keys.Select(resource => resource.ToUpperInvariant()), "WAITS", "P50", "P90", "P99", "MAX", "WAITING", "EVICTED", "COMPLETED", "FAILED", "LOST", "FRAGMENTED"];

    /// <summary>A row a role, and one for all of them.</summary>
    /// <param name="report">The report.</param>
    /// <returns>The rows.</returns>
    public static IReadOnlyList<IReadOnlyList<string>> Rows(SimulationReport report)
    {
        var rows = report.Roles.Select(role => (IReadOnlyList<string>)
        [
            role.Role,
            .. report.Utilisation.Keys.Select(resource => Percent(role.Utilisation.GetValueOrDefault(resource))),
            Number(role.Waits.Count),
            Time(role.Waits.P50),
            Time(role.Waits.P90),
            Time(role.Waits.P99),
            Time(role.Waits.Max),
            Number(role.Waiting),
            Number(role.Evicted),
            Number(role.Completed),
            Number(role.Failed),
            Number(role.Lost),
            Percent(role.Fragmentation),
        ]);
        int Sum(Func<RoleReport, int> of) => report.Roles.Sum(of);
        return
        [
            .. rows,
            [
                "all", .. report.Utilisation.Values.Select(Percent), Number(Sum(role => role.Waits.Count)), "", "", "", "",
                Number(Sum(role => role.Waiting)), Number(Sum(role => role.Evicted)), Number(Sum(role => role.Completed)), Number(Sum(role => role.Failed)), Number(Sum(role => role.Lost)), "",
            ],
        ];
    }

    /// <summary>A length of time in its two largest units.</summary>
    /// <param name="milliseconds">Milliseconds.</param>
    /// <returns>For example <c>1h30m</c>.</returns>
    public static string Time(long milliseconds)
    {
        var first = Array.FindIndex(Units, unit => milliseconds >= unit.Milliseconds);
        if (first < 0)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{milliseconds}ms");
        }

        var finest = Units[Math.Min(first + 1, Units.Length - 1)].Milliseconds;
        return Duration.Format(milliseconds / finest * finest);
    }

    /// <summary>An amount of a resource, about.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="amount">How much, in its smallest unit.</param>
    /// <returns>For example <c>12.5</c> or <c>64.0Gi</c>.</returns>
    public static string Amount(string resource, long amount) => resource switch
    {
        ResourceVector.Cpus or ResourceVector.Gpus => (amount / 1000.0).ToString("0.#", CultureInfo.InvariantCulture),
        ResourceVector.Memory or ResourceVector.Disk => (amount / (double)(1L << 30)).ToString("0.#", CultureInfo.InvariantCulture) + "Gi",
        _ => Number(amount),
    };

    private static string Percent(double share) => share.ToString("0.0%", CultureInfo.InvariantCulture);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
