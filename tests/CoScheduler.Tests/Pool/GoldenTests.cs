using System.Runtime.CompilerServices;
using System.Text.Json;
using CoScheduler.Pool;
using Xunit;

namespace CoScheduler.Tests.Pool;

/// <summary>
/// What is written down and what is published, as JSON, compared with files: others read it, and an older state must still be read.
/// With COSCHEDULER_REWRITE_SCENARIOS=1 the files are written anew instead, for a reader to compare.
/// </summary>
public sealed class GoldenTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void Export_APoolWithEverything_IsAsWritten() => AssertSame("state.json", System.Text.Encoding.UTF8.GetString(World().Pool.Export()));

    [Fact]
    public void Snapshot_APoolWithEverything_IsAsWritten() => AssertSame("snapshot.json", JsonSerializer.Serialize(World().Snapshot, PoolJson.Options));

    [Fact]
    public void Import_TheWrittenState_GivesItBack()
    {
        var written = JsonSerializer.SerializeToUtf8Bytes(JsonDocument.Parse(File.ReadAllText(PathOf("state.json"))));
        Assert.Equal(Indent(System.Text.Encoding.UTF8.GetString(written)), Indent(System.Text.Encoding.UTF8.GetString(ResourcePool.Import(written).Export())));
    }

    /// <summary>One of each: tasks in several states, an offer, a reclaim and a hold, filters, a reservation, what has ended and what was withdrawn.</summary>
    private static PoolBed World()
    {
        var bed = new PoolBed();
        bed.RunAll(
            "quota site guarantee=cpus:2,mem:2Gi weight=3 grace=10s | spark limit=cpus:6 minRuntime=0s | spark/etl lend=cpus:0 borrow=cpus:4",
            "agent m1 cpus:4,mem:8Gi,ports:31000-31003 zone=z1",
            "agent m2 cpus:2,mem:4Gi,gpus:1 zone=z2",
            "framework f *",
            "framework s spark",
            "reserve m2 site cpus:0.5",
            "demand s executors v1 4 spark/etl firm shape=cpus:1,mem:1Gi",
            "launch a1 e1",
            "launch a2 e2",
            "launch a3 e3",
            "running e1",
            "running e2",
            "cost a1 state",
            "exit e3 1",
            "demand f web v1 1 site firm shape=cpus:1,mem:1Gi,ports:1 where=zone:z1 user=ann",
            "demand f gang v1 2 site firm shape=cpus:0.5,mem:512Mi gang=g/2",
            "demand s any v1 5 spark open",
            "demand f gone v1 1 site firm shape=cpus:16,mem:1Gi",
            "demand f gone v2 0 site firm shape=cpus:16,mem:1Gi",
            "demand s large v1 1 spark firm shape=cpus:4,mem:1Gi startWithin=1h");
        bed.Wait(31_000);
        bed.RunAll("suppress s role=spark/etl", "foreign m1 mem:1Gi", "drain m2 within=20s", "demand f back v1 1 site firm shape=cpus:1,mem:512Mi");
        bed.Wait(5_000);
        return bed;
    }

    private static void AssertSame(string name, string json)
    {
        var actual = Indent(json);
        if (Environment.GetEnvironmentVariable("COSCHEDULER_REWRITE_SCENARIOS") == "1")
        {
            File.WriteAllText(PathOf(name), actual);
        }

        Assert.Equal(File.ReadAllText(PathOf(name)), actual);
    }

    private static string Indent(string json) => JsonSerializer.Serialize(JsonDocument.Parse(json), Indented) + "\n";

    private static string PathOf(string name, [CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "Golden", name);
}
