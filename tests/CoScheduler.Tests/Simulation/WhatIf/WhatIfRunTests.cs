using System.Collections.Immutable;
using CoScheduler.Pool;
using CoScheduler.Simulation.WhatIf;
using CoScheduler.Simulation.Workloads;
using CoScheduler.Simulation.Worlds;
using Xunit;

namespace CoScheduler.Tests.Simulation.WhatIf;

public sealed class WhatIfRunTests
{
    private static readonly FrameworkId Framework = new("f");
    private static readonly ResourceVector One = ResourceVector.Parse("cpus:1,mem:1Gi");

    [Fact]
    public void Play_UnderItsOwnQuota_IsThePastAgain()
    {
        var report = WhatIfRun.Play(Past(), Quota(""), TestContext.Current.CancellationToken);
        Assert.Equal(4, report.Pieces);
        Assert.Equal(0, report.UnknownLengths);
        Assert.All(report.Comparisons, comparison => Assert.True(Math.Abs(comparison.Error) < 0.02, $"{comparison}"));
        Assert.All(report.Comparisons, comparison => Assert.Equal(0, comparison.Difference, 6));
    }

    [Fact]
    public void Play_UnderALowerLimit_WaitsLonger()
    {
        var report = WhatIfRun.Play(Past(), Quota("cpus:1"), TestContext.Current.CancellationToken);
        Assert.True(Figure(report, "waitMax").Difference > 0);
        Assert.True(Figure(report, "completed").Difference <= 0);
        Assert.True(report.Whole);
    }

    [Fact]
    public void Play_APastWithoutItsBeginning_TakesTheAgentsFromLater()
    {
        var whole = Past();
        var pool = new ResourcePool();
        foreach (var step in whole.Steps)
        {
            pool.Apply(step.At, step.Decisions);
        }

        var rest = whole.Steps.SkipWhile(step => step.Command is not SetDemand).ToImmutableArray();
        var report = WhatIfRun.Play(new RecordedPast(rest, pool.Snapshot()), Quota(""), TestContext.Current.CancellationToken);
        Assert.False(report.Whole);
        Assert.Equal(4, Figure(report, "completed").Again);
    }

    private static Comparison Figure(WhatIfReport report, string figure) => report.Comparisons.Single(comparison => comparison.Figure == figure);

    /// <summary>Two cpus; four pieces of ten seconds, one of which fails first.</summary>
    private static RecordedPast Past()
    {
        var world = new World();
        var steps = new List<RecordedStep>();
        world.Stepped += step => steps.Add(new RecordedStep(step.At, step.Command, step.Decisions));
        var behaviours = new Dictionary<TaskId, TaskBehaviour>();
        world.Substrate.Behaviour = start => behaviours[start.Task];
        world.Send(new SetQuota(Quota("")));
        world.Send(new RegisterAgent(new AgentId("a"), One.Times(2), ImmutableSortedDictionary<string, string>.Empty));
        world.Send(new RegisterFramework(Framework, "f", [RoleName.Root], Defaults.FrameworkFailover));
        WorkItem[] items = [Item(1_000), Item(1_000, 4_000), Item(2_000), Item(30_000)];
        var work = new WorkClass { Framework = Framework, Class = new DemandClass("c"), Terms = DemandTerms.Of(new RoleName("default"), One, DemandMode.Firm), Items = [.. items] };
        _ = new WorkFramework(world, Framework, [work], WorkTimes.Default, behaviours);
        world.RunUntil(100_000, TestContext.Current.CancellationToken);
        return new RecordedPast([.. steps], null);
    }

    private static WorkItem Item(long at, params long[] failures) => new(at, [.. failures.Select(milliseconds => new WorkRun(milliseconds, 1)), new WorkRun(10_000, 0)]);

    private static QuotaTree Quota(string limit) => new(ImmutableSortedDictionary.Create<string, RoleQuota>(StringComparer.Ordinal)
        .Add("default", new RoleQuota { Limit = limit.Length == 0 ? null : ResourceVector.Parse(limit) }));
}
