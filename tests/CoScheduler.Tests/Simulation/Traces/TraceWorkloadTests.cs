using CoScheduler.Pool;
using CoScheduler.Pool.Roles;
using CoScheduler.Simulation.Traces;
using CoScheduler.Simulation.Workloads;
using Xunit;

namespace CoScheduler.Tests.Simulation.Traces;

public sealed class TraceWorkloadTests
{
    [Fact]
    public void Of_PodsOfABurst_AreOneAppWithAGangAndExecutors()
    {
        using var files = TraceFiles.Small();
        var classes = TraceWorkload.Of(TraceFolder.Read(files.Folder).Trace!).Classes.Where(work => work.Framework.Value == "be").ToList();
        Assert.Equal(["app-0001", "app-0001-executors-0001", "app-0002"], classes.Select(work => work.Class.Value));
        Assert.Equal([DemandMode.Firm, DemandMode.Open, DemandMode.Firm], classes.Select(work => work.Terms.Mode));
        Assert.Equal(["app-0001", null, "app-0002"], classes.Select(work => work.Terms.Gang));
        Assert.Equal(2, classes[1].Items.Length);
        Assert.Equal("cpus:1,gpus:0.5,mem:1Gi", classes[1].Terms.Shape.ToString());
        Assert.Equal(new WorkRun(110_000, 0), classes[1].Items[1].Runs.Single());
    }

    [Theory]
    [InlineData(1, "n0")]
    [InlineData(2, "n0 n3")]
    [InlineData(3, "n0 n2 n4")]
    [InlineData(6, "n0 n1 n2 n3 n4 n5")]
    [InlineData(100, "n0 n1 n2 n3 n4 n5")]
    public void On_FewerNodes_TakesThemEvenly(int nodes, string expected)
    {
        var trace = new Trace([.. Enumerable.Range(0, 6).Select(i => new TraceNode($"n{i}", 1000, 1024, 0, ""))], []);
        Assert.Equal(expected, string.Join(' ', trace.On(nodes).Nodes.Select(node => node.Name)));
    }

    [Fact]
    public void Quota_OfATrace_GuaranteesTheServicesTheirPeak()
    {
        using var files = TraceFiles.Small();
        var quota = TraceWorkload.Quota(TraceFolder.Read(files.Folder).Trace!);
        Assert.Empty(QuotaValidator.Validate(quota));
        Assert.Equal("cpus:8,mem:16Gi", quota.Roles["ls"].Guarantee.ToString());
        Assert.Equal("cpus:1,mem:1Gi", quota.Roles["guaranteed"].Guarantee.ToString());
    }

    [Fact]
    public void Play_ASmallTrace_RunsEveryPod()
    {
        using var files = TraceFiles.Small();
        var trace = TraceFolder.Read(files.Folder).Trace!;
        var report = WorkloadRun.Play(TraceWorkload.Of(trace), TraceWorkload.Quota(trace), WorkTimes.Default, TestContext.Current.CancellationToken);
        Assert.Empty(report.Refused);
        Assert.Equal(["be", "burstable", "guaranteed", "ls"], report.Roles.Select(role => role.Role));
        var be = report.Roles[0];
        Assert.Equal((3, 1, 0, 0), (be.Completed, be.Failed, be.Evicted, be.Waiting));
        Assert.Equal(8, report.Roles.Sum(role => role.Waits.Count));
    }

    /// <summary>The real trace, where it is: its path is in OPENB_TRACE, or it lies beside the repository.</summary>
    [Fact]
    public void Read_TheRealTrace_HasNoFault()
    {
        var folder = Environment.GetEnvironmentVariable("OPENB_TRACE") ?? Path.Combine(RepositoryFolder.Path, "..", "shared", "data", "openb");
        Assert.SkipUnless(Directory.Exists(folder), "There is no openb trace; name its folder in OPENB_TRACE.");
        var (trace, faults) = TraceFolder.Read(folder);
        Assert.Empty(faults);
        Assert.Equal((1523, 8152), (trace!.Nodes.Length, trace.Pods.Length));
        Assert.Empty(QuotaValidator.Validate(TraceWorkload.Quota(trace)));
    }
}
