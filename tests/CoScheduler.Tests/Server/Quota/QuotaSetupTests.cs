using CoScheduler.Server.Hosting;
using CoScheduler.Server.Quota;
using Xunit;

namespace CoScheduler.Tests.Server.Quota;

public sealed class QuotaSetupTests
{
    [Fact]
    public void Differences_OfTwoTrees_NamesTheRoles()
    {
        var current = QuotaFile.Parse("roles: {a: {weight: 1}, b: {weight: 2}, c: {}}").Tree!;
        var other = QuotaFile.Parse("roles: {a: {weight: 1}, b: {weight: 3}, d: {}}").Tree!;
        Assert.Equal(["b", "c (not in the file)", "d (only in the file)"], QuotaSetup.Differences(current, other));
    }

    [Fact]
    public void Read_FileWithFaults_SaysAllOfThem()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("q.yaml"), "roles: {a: {weight: x, grace: y}}");
        var fault = Assert.Throws<StartException>(() => QuotaSetup.Read(folder.File("q.yaml")));
        Assert.Equal("invalid_quota", fault.Code);
        Assert.Equal(2, fault.Message.Split(Environment.NewLine).Length);
    }
}
