using System.Collections.Immutable;
using CoScheduler.Analyses;

namespace CoScheduler.IntegrationTests.SparkOnPool;

internal static class Sample
{
    private static int s_requests;

    public static Analysis Analysis(string sql, long rows = 1000, long bytes = 1 << 20, int seconds = 60, params (string Name, Source Source)[] sources) => new()
    {
        Name = "sample",
        Summary = "A sample",
        Mode = AnalysisMode.Once,
        Role = SparkMachine.Role.Value,
        Parameters = [],
        Sources = sources.ToImmutableSortedDictionary(source => source.Name, source => source.Source, StringComparer.Ordinal),
        Sql = ImmutableSortedDictionary<string, string>.Empty.Add("*", sql),
        Limits = new AnalysisLimits(rows, bytes, TimeSpan.FromSeconds(seconds)),
        Digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(sql)))[..16],
        File = "sample.yaml",
    };

    /// <summary>A query of one sleeping row a task, which gives their number and the sum of theirs.</summary>
    public static string Sleeping(int tasks, int milliseconds) =>
        $"""
        SELECT count(*) AS n, sum(id) AS s
        FROM (SELECT id, java_method('java.lang.Thread', 'sleep', CAST({milliseconds} AS BIGINT)) AS slept FROM range(0, {tasks}, 1, {tasks}))
        WHERE slept IS NOT NULL
        """;

    public static Execution Execution(Analysis analysis, params (string Name, ParameterType Type, object Value)[] parameters) => new()
    {
        Key = new RequestKey("/tests", $"r{Interlocked.Increment(ref s_requests)}"),
        Attempt = 1,
        OperationId = Guid.NewGuid(),
        Analysis = analysis,
        Role = analysis.Role,
        Parameters = parameters.ToImmutableSortedDictionary(one => one.Name, one => new ParameterValue(one.Type, one.Value), StringComparer.Ordinal),
    };
}
