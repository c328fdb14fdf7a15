using CoScheduler.Server.Options;
using Xunit;

namespace CoScheduler.Tests.Server.Options;

public sealed class ConfigFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<OptionFault> _faults = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_KeysInCamelOrKebabCase_AreTheSameOption()
    {
        var content = Read("recoveryTimeout: 5s\nkafka-config: k\nagent:\n  - a=cpus:1,mem:1Gi\n  - b=cpus:1,mem:1Gi\n");
        Assert.Empty(_faults);
        Assert.Equal(["recovery-timeout", "kafka-config", "agent"], content.Settings.Select(s => s.Name));
        Assert.Equal(2, content.Settings[2].Values.Count);
    }

    [Fact]
    public void Read_Topics_HaveRolesAndGlobs()
    {
        var topic = Assert.Single(Read("topics:\n  shop.requests: {roles: [analytics], replyTo: ['shop.*']}\n").Topics);
        Assert.Empty(_faults);
        Assert.Equal("shop.requests", topic.Name);
        Assert.Equal(["analytics"], topic.Roles);
        Assert.Equal(["shop.*"], topic.ReplyTo);
    }

    [Fact]
    public void Read_UnknownKey_SuggestsTheNearestWithItsPlace()
    {
        Read("cluster: c\nlistn: x\ntopics: {a: {role: [b]}}\n");
        Assert.Equal(2, _faults.Count);
        Assert.Contains(":2:1", _faults[0].Origin, StringComparison.Ordinal);
        Assert.Contains("did you mean 'listen'?", _faults[0].Message, StringComparison.Ordinal);
        Assert.Contains("did you mean 'roles'?", _faults[1].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("- a\n")]
    [InlineData("listen: [\n")]
    [InlineData("kafka:\n")]
    [InlineData("kafka: ~\n")]
    [InlineData("kafka: {a: b}\n")]
    [InlineData("cluster: a\ncluster: b\n")]
    [InlineData("topics: [a]\n")]
    [InlineData("topics: {a: [b]}\n")]
    public void Read_WhatIsNoOption_IsAFault(string text)
    {
        Read(text);
        Assert.NotEmpty(_faults);
    }

    [Fact]
    public void Read_NoFile_IsAFault()
    {
        ConfigFile.Read(_folder.File("none.yaml"), _faults);
        Assert.Single(_faults);
    }

    [Fact]
    public void Read_EmptyFile_SetsNothing()
    {
        Assert.Empty(Read("").Settings);
        Assert.Empty(_faults);
    }

    private ConfigFileContent Read(string text)
    {
        var path = _folder.File("coscheduler.yaml");
        File.WriteAllText(path, text);
        return ConfigFile.Read(path, _faults);
    }
}
