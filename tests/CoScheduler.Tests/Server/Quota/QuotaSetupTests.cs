using CoScheduler.Server.Hosting;
using Xunit;

namespace CoScheduler.Tests.Server.Quota;

public sealed class QuotaSetupTests
{
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
