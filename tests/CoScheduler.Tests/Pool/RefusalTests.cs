using System.Collections.Immutable;
using CoScheduler.Pool;
using Xunit;

namespace CoScheduler.Tests.Pool;

/// <summary>Each code that a command may be refused with, and each kind of bad input. The bed asserts that no refusal leaves a trace.</summary>
public sealed class RefusalTests
{
    private const string Huge = "9999999999999";

    private readonly PoolBed _bed = new();

    /// <summary>Two frameworks; a task that runs, a grant, and one that has ended; an offer to each, of which one was answered.</summary>
    public RefusalTests()
    {
        _bed.RunAll(
            "quota a guarantee=cpus:2 | b | c",
            "agent m1 cpus:8,mem:16Gi",
            "agent m2 cpus:1,mem:1Gi",
            "agent gone cpus:1,mem:1Gi",
            "remove-agent gone",
            "framework f a b",
            "framework g c",
            "framework left c",
            "remove-framework left",
            "framework f a b",
            "demand f web v2 3 a firm shape=cpus:1,mem:1Gi where=agent:m1",
            "launch a1 web-1",
            "launch a2 web-2",
            "exit web-2 0",
            "demand f web v3 2 a firm shape=cpus:1,mem:1Gi where=agent:m1",
            "demand g grow v1 1 c open shape=cpus:1,mem:1Gi",
            "accept o1 grow-1@cpus:1,mem:1Gi",
            "demand g grow v2 2 c open shape=cpus:1,mem:1Gi");
    }

    public static TheoryData<string, RefusalCode> Lines => new()
    {
        // Amounts that overflow, or are nothing where something must be.
        { $"agent m3 cpus:{Huge}", RefusalCode.InvalidAmount },
        { "agent m3 cpus:0", RefusalCode.InvalidAmount },
        { $"demand f big v1 1 a firm shape=cpus:{Huge}", RefusalCode.InvalidAmount },
        { "demand f none v1 1 a firm", RefusalCode.InvalidAmount },
        { $"foreign m1 cpus:{Huge}", RefusalCode.InvalidAmount },
        { $"reserve m1 a cpus:{Huge}", RefusalCode.InvalidAmount },
        { "reserve m1 a cpus:9", RefusalCode.InvalidAmount },
        { "accept o2 none@cpus:0", RefusalCode.InvalidAmount },

        // Numbers out of their range.
        { "demand f many v1 1000001 a firm shape=cpus:1", RefusalCode.OutOfRange },
        { "demand f many v1 -1 a firm shape=cpus:1", RefusalCode.OutOfRange },
        { "demand f first v1 1 a firm shape=cpus:1 priority=1001", RefusalCode.OutOfRange },
        { "demand f last v1 1 a firm shape=cpus:1 priority=-1001", RefusalCode.OutOfRange },
        { "demand f g v1 1 a spare shape=cpus:1 gang=g", RefusalCode.OutOfRange },
        { "restart 0", RefusalCode.OutOfRange },

        // Roles that are not there, or not for whoever asks.
        { "reserve m1 nowhere cpus:1", RefusalCode.UnknownRole },
        { "demand f t v1 1 c firm shape=cpus:1", RefusalCode.RoleNotAllowed },

        // Trees that can't be. (A tree of paths has no cycle; a file may: QuotaFileTests.)
        { "quota a guarantee=cpus:2 | a/x guarantee=cpus:3 | b | c", RefusalCode.InvalidQuota },
        { "quota a guarantee=cpus:2 limit=cpus:1 | b | c", RefusalCode.InvalidQuota },
        { "quota a | b | c | d/orphan", RefusalCode.InvalidQuota },
        { "quota b | c", RefusalCode.RoleInUse },

        // Ids that were used, or are none.
        { "launch a3 web-1", RefusalCode.TaskIdUsed },
        { "launch a3 web-2", RefusalCode.TaskIdUsed },
        { "accept o2 web-1@cpus:1", RefusalCode.TaskIdUsed },
        { "accept o2 twice@cpus:0.1 twice@cpus:0.1", RefusalCode.TaskIdUsed },
        { "launch a3 ../x", RefusalCode.InvalidId },
        { "launch a3 ..", RefusalCode.InvalidId },
        { "accept o2 a/b@cpus:1", RefusalCode.InvalidId },

        // What is gone, or never was.
        { "lost gone", RefusalCode.UnknownAgent },
        { "drain gone", RefusalCode.UnknownAgent },
        { "foreign gone cpus:1", RefusalCode.UnknownAgent },
        { "demand left t v1 1 c firm shape=cpus:1", RefusalCode.UnknownFramework },
        { "revive left", RefusalCode.UnknownFramework },
        { "reconcile left", RefusalCode.UnknownFramework },
        { "remove-framework left", RefusalCode.UnknownFramework },
        { "release a2 as=f", RefusalCode.UnknownAllocation },
        { "launch a99 x as=f", RefusalCode.UnknownAllocation },
        { "stop web-9", RefusalCode.UnknownTask },
        { "running web-9", RefusalCode.UnknownTask },
        { "demand f web v3 9 a firm shape=cpus:1,mem:1Gi", RefusalCode.StaleVersion },
        { "demand f web v1 9 a firm shape=cpus:1,mem:1Gi", RefusalCode.StaleVersion },

        // Offers answered twice, by another, for more than they have.
        { "accept o1 x@cpus:1 as=g", RefusalCode.UnknownOffer },
        { "decline o1 as=g", RefusalCode.UnknownOffer },
        { "decline o99 as=g", RefusalCode.UnknownOffer },
        { "accept o2 x@cpus:1 as=f", RefusalCode.NotYourOffer },
        { "decline o2 as=f", RefusalCode.NotYourOffer },
        { "accept o2 x@cpus:1.001", RefusalCode.OfferExceeded },
        { "accept o2 x@cpus:0.6 y@cpus:0.6", RefusalCode.OfferExceeded },

        // What is another's, or in another state, or says an instance that was replaced.
        { "launch a3 x as=g", RefusalCode.NotYourAllocation },
        { "release a3 as=g", RefusalCode.NotYourAllocation },
        { "cost a1 state as=g", RefusalCode.NotYourAllocation },
        { "stop web-1 by=g", RefusalCode.NotYourAllocation },
        { "launch a1 x", RefusalCode.WrongState },
        { "release a1", RefusalCode.WrongState },
        { "remove-agent m1", RefusalCode.AgentInUse },
        { "suppress f instance=1", RefusalCode.Fenced },
        { "remove-framework f instance=1", RefusalCode.Fenced },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public void Step_BadInput_IsRefusedWithItsCode(string line, RefusalCode code)
    {
        var refusal = _bed.Run(line).Refusal;

        Assert.NotNull(refusal);
        Assert.Equal(code, refusal.Code);
        Assert.NotEmpty(refusal.Message);
    }

    [Fact]
    public void Lines_NameEveryCode() => Assert.Equal(Enum.GetValues<RefusalCode>(), Lines.Select(row => row.Data.Item2).Distinct().Order());

    /// <summary>The deadline itself is too late, whether or not a tick has closed the offer, or taken the grant back.</summary>
    [Fact]
    public void Step_AtTheDeadline_IsTooLate()
    {
        var offer = _bed.Snapshot.Offers[2];
        var grant = _bed.Snapshot.Allocations[3];
        var before = _bed.Pool.Export();

        Assert.Null(ResourcePool.Import(before).Step(new PoolTime(offer.Deadline.Milliseconds - 1), new DeclineOffer(offer.Framework, offer.Id, null)).Refusal);
        Assert.Equal(RefusalCode.UnknownOffer, _bed.Pool.Step(offer.Deadline, new DeclineOffer(offer.Framework, offer.Id, null)).Refusal!.Code);
        Assert.Equal(RefusalCode.UnknownOffer, _bed.Pool.Step(offer.Deadline, new AcceptOffer(offer.Framework, offer.Id, [])).Refusal!.Code);
        Assert.Null(ResourcePool.Import(before).Step(new PoolTime(grant.Deadline!.Value.Milliseconds - 1), new LaunchTask(grant.Framework, grant.Id, new TaskId("late"), "run")).Refusal);
        Assert.Equal(RefusalCode.UnknownAllocation, _bed.Pool.Step(grant.Deadline!.Value, new LaunchTask(grant.Framework, grant.Id, new TaskId("late"), "run")).Refusal!.Code);
        Assert.Equal(before, _bed.Pool.Export());
    }

    [Fact]
    public void Amounts_BelowNothing_AreNone() => Assert.Throws<ArgumentOutOfRangeException>(() => ResourceVector.Of(-1, 0));

    /// <summary>All agents together have no more than sums can hold exactly.</summary>
    [Fact]
    public void RegisterAgent_MoreThanThePoolCanSum_IsRefused()
    {
        var bed = new PoolBed();
        var most = ResourceVector.Empty.With("widgets", Defaults.LargestAmount);
        var fitting = Defaults.LargestCapacity / Defaults.LargestAmount;
        for (var i = 0; i < fitting; i++)
        {
            Assert.Null(bed.Pool.Step(bed.Now, Agent($"m{i}", most)).Refusal);
        }

        Assert.Equal(RefusalCode.InvalidAmount, bed.Run(Agent("more", ResourceVector.Empty.With("widgets", 1))).Refusal!.Code);
        Assert.Null(bed.Run(Agent("m0", most)).Refusal);
    }

    private static RegisterAgent Agent(string id, ResourceVector total) => new(new AgentId(id), total, ImmutableSortedDictionary<string, string>.Empty);
}
