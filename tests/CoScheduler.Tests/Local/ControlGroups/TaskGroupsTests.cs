using CoScheduler.Local.ControlGroups;
using Xunit;

namespace CoScheduler.Tests.Local.ControlGroups;

public sealed class TaskGroupsTests
{
    private static readonly TaskLimits Limits = new(1500, 1 << 30, 100);

    [Fact]
    public void Create_Version1_WritesItsFiles()
    {
        using var tree = new FakeGroupTree();
        tree.Mount("cpu", "cgroup", "cpu").Mount("memory", "cgroup", "memory").Mount("pids", "cgroup", "pids").Mount("freezer", "cgroup", "freezer");

        var groups = TaskGroups.Create("me", tree.MountInfo, "");
        var group = groups.Create("task", Limits);

        Assert.Empty(groups.Notices);
        Assert.Equal("1536", tree.Read("cpu/coscheduler-me/t-task/cpu.shares"));
        Assert.Equal("1073741824", tree.Read("memory/coscheduler-me/t-task/memory.limit_in_bytes"));
        Assert.Equal("100", tree.Read("pids/coscheduler-me/t-task/pids.max"));
        Assert.Equal(
            [.. new[] { "cpu", "memory", "pids", "freezer" }.Select(name => tree.Path($"{name}/coscheduler-me/t-task/cgroup.procs"))],
            group.JoinFiles);
        Assert.Equal(["task"], groups.Left().Select(left => left.Task));
    }

    [Fact]
    public void Create_Version2_HandsControllersDownAndWritesItsFiles()
    {
        using var tree = new FakeGroupTree();
        tree.Mount("all", "cgroup2", "").Group("all", "cpuset cpu io memory pids\n").Group("all/coscheduler-me", "cpu memory pids\n");

        var groups = TaskGroups.Create("me", tree.MountInfo, "0::/\n");
        groups.Create("task", Limits);

        Assert.Empty(groups.Notices);
        Assert.Equal("+pids", tree.Read("all/cgroup.subtree_control"));
        Assert.Equal("+pids", tree.Read("all/coscheduler-me/cgroup.subtree_control"));
        Assert.Equal("59", tree.Read("all/coscheduler-me/t-task/cpu.weight"));
        Assert.Equal("1073741824", tree.Read("all/coscheduler-me/t-task/memory.max"));
        Assert.Equal("1", tree.Read("all/coscheduler-me/t-task/memory.oom.group"));
        Assert.Equal("100", tree.Read("all/coscheduler-me/t-task/pids.max"));
    }

    [Fact]
    public void Create_Version2OwnGroupHandsNothingDown_IsMadeBesideIt()
    {
        using var tree = new FakeGroupTree();
        tree.Mount("all", "cgroup2", "").Group("all/app", "cpu memory pids").Group("all/app/own").Group("all/app/coscheduler-me", "cpu memory pids");

        var groups = TaskGroups.Create("me", tree.MountInfo, "0::/app/own\n");

        Assert.Equal([tree.Path("all/app/coscheduler-me")], groups.Folders);
        Assert.False(Directory.Exists(tree.Path("all/app/own/coscheduler-me")));
    }

    [Fact]
    public void Create_Hybrid_LimitsByVersion1AndGroupsInBoth()
    {
        using var tree = new FakeGroupTree();
        tree.Mount("memory", "cgroup", "memory").Mount("unified", "cgroup2", "").Group("unified", "hugetlb");

        var groups = TaskGroups.Create("me", tree.MountInfo, "0::/\n");
        groups.Create("task", Limits);

        Assert.Equal(["Limits of cpu, pids are not enforced on tasks: no writable control group offers them."], groups.Notices);
        Assert.True(File.Exists(tree.Path("memory/coscheduler-me/t-task/memory.limit_in_bytes")));
        Assert.Empty(Directory.EnumerateFiles(tree.Path("unified/coscheduler-me/t-task")));
    }

    [Fact]
    public void Create_NothingCanBeWritten_WorksBySessionsAndSaysSo()
    {
        using var tree = new FakeGroupTree();
        tree.Mount("memory", "cgroup", "memory");
        File.WriteAllText(tree.Path("memory/coscheduler-me"), "in the way");

        var groups = TaskGroups.Create("me", tree.MountInfo, "");

        Assert.Contains("Limits of cpu, memory, pids are not enforced", Assert.Single(groups.Notices), StringComparison.Ordinal);
        Assert.IsType<SessionGroup>(groups.Create("task", Limits));
    }

    [Theory]
    [InlineData(0, 2, 1)]
    [InlineData(100, 102, 4)]
    [InlineData(1000, 1024, 39)]
    [InlineData(64_000, 65_536, 2500)]
    [InlineData(long.MaxValue, 262_144, 10_000)]
    public void TaskLimits_MilliCpus_BecomeSharesAndWeight(long milliCpus, long shares, long weight)
    {
        var limits = new TaskLimits(milliCpus, 0, 1);

        Assert.Equal((shares, weight), (limits.CpuShares, limits.CpuWeight));
    }
}
