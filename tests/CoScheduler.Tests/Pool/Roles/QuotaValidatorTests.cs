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

    [Theory]
    [InlineData("a weight=1000001", "a weight: A weight of 1000001 is out of range; give 0 to 1000000.")]
    [InlineData("a weight=-1", "a weight: A weight of -1 is out of range; give 0 to 1000000.")]
    [InlineData("a guarantee=cpus:2 limit=cpus:1.999", "a limit: The limit of cpus is below the guarantee; raise it or guarantee less.")]
    [InlineData("a guarantee=cpus:1 lend=cpus:1.001", "a lend: It lends more cpus than it is guaranteed; lend at most its guarantee.")]
    [InlineData("a guarantee=cpus:2 | a/x guarantee=cpus:1 | a/y guarantee=cpus:2", "a guarantee: Its children are guaranteed 3 cpus and it has 2 cpus; raise its guarantee or lower theirs.")]
    [InlineData("a limit=cpus:2 | a/x guarantee=cpus:3", "a limit: Its children are guaranteed 3 cpus, more than its limit; raise the limit or lower theirs.")]
    [InlineData("a/x", "a/x : Its parent 'a' is missing; add it.")]
    public void Validate_OneFault_SaysWhatToDo(string quota, string fault) => Assert.Equal([fault], Faults(ScenarioCommands.Quota(quota)));

    [Theory]
    [InlineData("a weight=1000000 | b weight=0")]
    [InlineData("a guarantee=cpus:2 limit=cpus:2 lend=cpus:2")]
    [InlineData("a guarantee=cpus:1 lend=mem:1Gi limit=mem:1Gi")]
    [InlineData("a guarantee=cpus:2 | a/x guarantee=cpus:1,mem:9Gi | a/y guarantee=cpus:1 | a/y/z guarantee=cpus:1")]
    [InlineData("a limit=cpus:2 | a/x guarantee=cpus:2")]
    [InlineData("a guarantee=cpus:1 | ab guarantee=cpus:9 | ab/x guarantee=cpus:9")]
    [InlineData("a_b.c-d | 0")]
    [InlineData("a | a/b | a/b/c | a/b/c/d | a/b/c/d/e | a/b/c/d/e/f | a/b/c/d/e/f/g | a/b/c/d/e/f/g/h")]
    public void Validate_AtTheBounds_FindsNothing(string quota) => Assert.Empty(QuotaValidator.Validate(ScenarioCommands.Quota(quota)));

    [Theory]
    [InlineData("-a")]
    [InlineData(".a")]
    [InlineData("a!")]
    [InlineData("ü")]
    public void Validate_NoName_IsAFault(string name) => Assert.StartsWith(
        $"{name} : A role's path has at most 8 parts of letters, digits, '.', '_' and '-', separated by '/', each beginning with a letter or a digit.",
        Assert.Single(Faults(ScenarioCommands.Quota(name))),
        StringComparison.Ordinal);

    [Fact]
    public void Validate_PathTooDeepOrTooLong_IsAFault()
    {
        Assert.Single(Faults(ScenarioCommands.Quota("a | a/b | a/b/c | a/b/c/d | a/b/c/d/e | a/b/c/d/e/f | a/b/c/d/e/f/g | a/b/c/d/e/f/g/h | a/b/c/d/e/f/g/h/i")));
        Assert.Empty(Faults(ScenarioCommands.Quota(new string('x', 256))));
        Assert.Single(Faults(ScenarioCommands.Quota(new string('x', 257))));
    }

    [Fact]
    public void Validate_NumbersBelowTheLeast_AreFaultsEach()
    {
        Assert.Equal(
            [
                "a grace: A length of time is negative; give 0 or more.",
                "a minRuntime: A length of time is negative; give 0 or more.",
                "a reclaimWithin: A length of time is negative; give 0 or more.",
                "a shareReclaimAfter: A length of time is negative; give 0 or more.",
                "a maxRunning: -1 is out of range; give 0 or more.",
                "a maxQueued: -1 is out of range; give 0 or more.",
                "a slotsPerCpu: 0 is out of range; give 1 or more.",
            ],
            Faults(One(-1, -1, 0)));
        Assert.Empty(Faults(One(0, 0, 1)));
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

    private static List<string> Faults(QuotaTree tree) => [.. QuotaValidator.Validate(tree).Select(fault => $"{fault.Role} {fault.Field}: {fault.Message}")];

    private static QuotaTree One(long milliseconds, int most, int slots) => new(QuotaTree.Default.Roles.Clear().Add("a", new RoleQuota
    {
        GraceMilliseconds = milliseconds,
        MinRuntimeMilliseconds = milliseconds,
        ReclaimWithinMilliseconds = milliseconds,
        ShareReclaimAfterMilliseconds = milliseconds,
        MaxRunning = most,
        MaxQueued = most,
        SlotsPerCpu = slots,
    }));
}
