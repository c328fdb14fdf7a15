using CoScheduler.Local.ControlGroups;
using Xunit;

namespace CoScheduler.Tests.Local.ControlGroups;

public sealed class HierarchyParserTests
{
    [Fact]
    public void Parse_BothVersionsMounted_FindsThoseThatMatter()
    {
        using var tree = new FakeGroupTree();
        tree.Mount("cpu,cpuacct", "cgroup", "cpu,cpuacct").Mount("memory", "cgroup", "memory").Mount("systemd", "cgroup", "name=systemd").Mount("unified", "cgroup2", "");
        tree.Group("memory/own");

        var hierarchies = HierarchyParser.Parse(tree.MountInfo, "5:memory:/own\n4:cpu,cpuacct:/\n1:name=systemd:/x\n0::/not/seen/here\n");

        Assert.Equal(
            [(false, "cpu", tree.Path("cpu,cpuacct")), (false, "memory", tree.Path("memory/own")), (true, "", tree.Path("unified"))],
            hierarchies.Select(found => (found.IsUnified, string.Join(',', found.Controllers), found.OwnFolder)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("garbage")]
    [InlineData("1 2 3 - cgroup")]
    public void Parse_Garbage_FindsNothing(string mountInfo) => Assert.Empty(HierarchyParser.Parse(mountInfo, "0::/\nnonsense\n"));

    [Fact]
    public void Parse_MountShowsAPartOfTheTree_FindsUsBelowIt()
    {
        using var tree = new FakeGroupTree();
        tree.Mount("all", "cgroup2", "").Group("all/inner");
        var mountInfo = tree.MountInfo.Replace($" / {tree.Path("all")}", $" /docker/abc {tree.Path("all")}", StringComparison.Ordinal);

        Assert.Equal(tree.Path("all/inner"), Assert.Single(HierarchyParser.Parse(mountInfo, "0::/docker/abc/inner\n")).OwnFolder);
    }
}
