using CoScheduler.Simulation.Traces;
using Xunit;

namespace CoScheduler.Tests.Simulation.Traces;

public sealed class TraceFolderTests
{
    [Fact]
    public void Read_ASmallTrace_HasItsNodesAndPods()
    {
        using var files = TraceFiles.Small();
        var (trace, faults) = TraceFolder.Read(files.Folder);
        Assert.Empty(faults);
        Assert.Equal(new TraceNode("n1", 12000, 32768, 2, "T4"), trace!.Nodes[0]);
        var pod = trace.Pods.Single(pod => pod.Name == "train-3");
        Assert.Equal(("BE", 290, 400, null, 500), (pod.Qos, pod.Created, pod.Deleted, pod.Scheduled, pod.MilliGpus));
        Assert.Equal(["T4"], trace.Pods.Single(pod => pod.Name == "train-1").Models);
    }

    [Fact]
    public void Read_MalformedRows_AreAllNamedByLine()
    {
        using var files = new TraceFiles();
        files.Nodes("n1,8000,16384,2,T4", "n2,x,16384,0,", "n3,0,0,0,").Pods("p,1,1,0,0,,LS,Running,5", "p,1,1,0,0,,XX,Running,0,10,0", "p,1,1,0,0,,LS,Running,10,5,", "p,-1,1.5,0,0,,LS,Running,,5,");
        var faults = TraceFolder.Read(files.Folder).Faults;
        Assert.Equal([3, 4, 2, 3, 4, 5, 5, 5], faults.Select(fault => fault.Line!.Value));
        Assert.All(faults, fault => Assert.Equal("malformed_row", fault.Code));
        Assert.Contains("cpu_milli is `x`", faults[0].Message, StringComparison.Ordinal);
        Assert.Contains("line 3", faults[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WithoutAFolderAFileOrAColumn_SaysWhich()
    {
        Assert.Equal("missing_file", TraceFolder.Read("/not/there").Faults[0].Code);
        using var files = new TraceFiles();
        files.Nodes("n1,8000,16384,2,T4");
        Assert.Contains("*pod_list*.csv", Assert.Single(TraceFolder.Read(files.Folder).Faults).Message, StringComparison.Ordinal);
        files.Write("x_pod_list.csv", "name,cpu_milli");
        var faults = TraceFolder.Read(files.Folder).Faults;
        Assert.All(faults, fault => Assert.Equal(("missing_column", 1), (fault.Code, fault.Line)));
        Assert.Equal(9, faults.Length);
    }

    [Fact]
    public void Read_AnEmptyFile_MissesItsColumns()
    {
        using var files = TraceFiles.Small();
        File.WriteAllText(Path.Combine(files.Folder, "openb_pod_list.csv"), "");
        Assert.All(TraceFolder.Read(files.Folder).Faults, fault => Assert.Equal("missing_column", fault.Code));
    }
}
