using CoScheduler.Pool;
using CoScheduler.Pool.Roles;
using CoScheduler.Tests.Scenarios;
using Xunit;

namespace CoScheduler.Tests.Pool.Roles;

public sealed class QuotaValidatorTests
{
    [Fact]
    public void Validate_SoundTree_FindsNothing() =>
        Assert.Empty(QuotaValidator.Validate(ScenarioCommands.Quota("site guarantee=cpus:4,mem:8Gi weight=3 | a limit=cpus:12 lend=cpus:2 borrow=cpus:8 | a/rt guarantee=cpus:1,mem:1Gi | a/batch")));

    [Fact]
    public void Validate_ManyFaults_FindsAllAtOnce()
    {
        var faults = QuotaValidator.Validate(ScenarioCommands.Quota(
            "a guarantee=cpus:2 limit=cpus:1 | a/x guarantee=cpus:2 | a/y guarantee=cpus:1 weight=-1 | b/z | c! | d guarantee=cpus:1 lend=cpus:2"));

        Assert.Equal(
            ["a limit", "a guarantee", "a/y weight", "b/z ", "c! ", "d lend"],
            faults.Select(fault => $"{fault.Role} {fault.Field}"));
    }

    [Fact]
    public void Validate_NoRole_IsAFault() => Assert.Single(QuotaValidator.Validate(new QuotaTree(QuotaTree.Default.Roles.Clear())));

    [Fact]
    public void Step_FaultyQuota_IsRefusedWithAllFaults()
    {
        var refusal = new PoolBed().Run("quota a weight=-1 | b/z").Refusal;

        Assert.Equal(RefusalCode.InvalidQuota, refusal!.Code);
        Assert.Contains("weight", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("'b' is missing", refusal.Message, StringComparison.Ordinal);
    }
}
