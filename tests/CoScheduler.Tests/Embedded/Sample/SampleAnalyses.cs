using CoScheduler.Analyses;
using CoScheduler.Embedded.Sample;
using CoScheduler.Tests.Embedded.DuckDb;

namespace CoScheduler.Tests.Embedded.Sample;

/// <summary>The bodies in <c>jobs</c>, with the sources that they read.</summary>
internal static class SampleAnalyses
{
    public static readonly TopicTableSource Stock =
        new(SampleData.StockTopic, [new Column("coupon", "bigint", true), new Column("remaining", "int", true)], "coupon");

    public static string Jobs => Path.Combine(RepositoryFolder.Path, "jobs");

    public static Analysis Coupons => Bodies.Analysis(
        Body("coupons.yaml"),
        [.. Files("merchants", "coupons", "customers", "preferences", "purchases"), ("stock", Stock)]);

    public static Analysis Demand => Bodies.Analysis(Body("demand.yaml"), [.. Files("districts", "reservations")]);

    private static IEnumerable<(string, Source)> Files(params IEnumerable<string> names) =>
        names.Select(name => (name, (Source)new FileSource(Path.Combine(Jobs, "data", name + ".parquet"), "parquet")));

    private static string Body(string file) =>
        string.Join('\n', File.ReadLines(Path.Combine(Jobs, file)).SkipWhile(line => line != "sql: |").Skip(1).TakeWhile(line => line.StartsWith(' ')));
}
