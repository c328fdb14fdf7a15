using CoScheduler.Frameworks.Services;
using CoScheduler.Master;
using CoScheduler.Pool;
using Xunit;

namespace CoScheduler.Tests.Frameworks.Services;

public sealed class ReplicaTaskTests
{
    private static readonly System.Collections.Immutable.ImmutableSortedDictionary<string, string> Surroundings =
        System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty.Add("COSCHEDULER_KAFKA", "127.0.0.1:9092");

    [Fact]
    public void Spec_ReadBack_GivesTheReplica()
    {
        var payload = TaskSpecJson.Write(ReplicaTask.Spec("site", 2, 7, Template(), [81, 82], Surroundings));

        var found = ReplicaTask.Find(payload);

        Assert.Equal(("site", 2, 7), (found?.Service, found?.Ordinal, found?.Revision));
        Assert.Equal([81, 82], found!.Value.Ports);
    }

    [Fact]
    public void Spec_References_AreExpandedAsInKubernetes()
    {
        var spec = ReplicaTask.Spec("site", 1, 1, Template(), [81, 82], Surroundings);

        Assert.Equal(["run", "81", "at-81", "$(NONE)", "$(PORT)"], spec.Command);
        Assert.Equal("127.0.0.1:9092", spec.Environment["COSCHEDULER_KAFKA"]);
        Assert.Equal(("81", "82"), (spec.Environment["PORT"], spec.Environment["PORT_ADMIN_API"]));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData("not json")]
    public void Find_OfAnotherTask_IsNull(string? payload) => Assert.Null(ReplicaTask.Find(payload));

    private static ReplicaTemplate Template() => new()
    {
        Role = new RoleName("default"),
        Command = ["run", "$(PORT)", "$(URL)", "$(NONE)", "$$(PORT)"],
        Environment = [new ReplicaVariable("URL", "at-$(PORT)")],
        Resources = ResourceVector.Empty,
        Ports = [new ReplicaPort(null, 0), new ReplicaPort("admin-api", 0)],
        GraceMilliseconds = 1000,
    };
}
