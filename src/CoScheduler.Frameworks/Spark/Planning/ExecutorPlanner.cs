using System.Collections.Immutable;
using CoScheduler.Pool;

namespace CoScheduler.Frameworks.Spark;

/// <summary>
/// Decides how many executors a role wants, which offers it takes and which executors go. A pure function: equal facts
/// give equal plans.
/// </summary>
internal static class ExecutorPlanner
{
    public static RolePlan Plan(RoleFacts facts, PlanRules rules)
    {
        var live = facts.Executors.Where(executor => !executor.Leaving).ToImmutableArray();
        if (!WantsDriver(facts, rules))
        {
            return Dismiss(facts, live);
        }

        var wanted = Wanted(facts, rules, live.Length);
        var (guaranteed, growth) = Split(facts, rules, live, wanted);
        return new RolePlan
        {
            DriverTarget = 1,
            MinimumTarget = rules.Minimum,
            GuaranteedTarget = guaranteed,
            GrowthTarget = growth,
            Answers = Answer(facts, rules, growth - Count(live, ExecutorStanding.Growth)),
            LetGo = facts.Driver == DriverPhase.Serving ? LetGo(facts, rules, live, wanted) : [],
            Costs = Costs(live),
        };
    }

    /// <summary>How many executors the work could use now, the minimum and the maximum kept.</summary>
    public static int Wanted(RoleFacts facts, PlanRules rules, int live)
    {
        if (facts.Driver != DriverPhase.Serving)
        {
            return rules.Minimum;
        }

        var needed = Needed(facts, rules);
        var holdsBack = needed > live
            && (facts.Now < facts.ExecutorBackoffUntil || facts.ShortSince is not { } since || facts.Now - since < rules.GrowAfterMilliseconds);
        return holdsBack ? Math.Max(rules.Minimum, live) : needed;
    }

    /// <summary>As <see cref="Wanted"/>, without holding back.</summary>
    public static int Needed(RoleFacts facts, PlanRules rules)
    {
        var forRequests = (facts.Waiting + facts.Running + rules.SlotsPerExecutor - 1) / rules.SlotsPerExecutor;
        return Math.Clamp(Math.Max(forRequests, facts.MaxNeeded), rules.Minimum, rules.Maximum);
    }

    private static bool WantsDriver(RoleFacts facts, PlanRules rules)
    {
        if (facts.Driver is DriverPhase.Absent or DriverPhase.Leaving)
        {
            return facts.Waiting > 0 && facts.Now >= facts.DriverBackoffUntil;
        }

        return facts.Waiting > 0 || facts.Running > 0 || facts.Now - facts.LastRequest < rules.DriverIdleMilliseconds;
    }

    private static RolePlan Dismiss(RoleFacts facts, ImmutableArray<ExecutorFacts> live) => new()
    {
        DriverTarget = 0,
        MinimumTarget = 0,
        GuaranteedTarget = 0,
        GrowthTarget = 0,
        Answers = [.. facts.Offers.Select(offer => new OfferAnswer(offer.Offer, 0))],
        LetGo = [.. live.Select(executor => executor.Task)],
        LetDriverGo = facts.Driver is not (DriverPhase.Absent or DriverPhase.Leaving),
    };

    /// <summary>What stands as growth isn't asked for a second time as guaranteed: that would replace what runs by what must start.</summary>
    private static (int Guaranteed, int Growth) Split(RoleFacts facts, PlanRules rules, ImmutableArray<ExecutorFacts> live, int wanted)
    {
        var extra = wanted - rules.Minimum;
        var guaranteed = Math.Min(facts.Guaranteed, Math.Max(0, extra - Count(live, ExecutorStanding.Growth)));
        return (guaranteed, extra - guaranteed);
    }

    private static ImmutableArray<OfferAnswer> Answer(RoleFacts facts, PlanRules rules, int left)
    {
        var answers = ImmutableArray.CreateBuilder<OfferAnswer>(facts.Offers.Length);
        foreach (var offer in facts.Offers)
        {
            var taken = Math.Max(0, Math.Min(left, Fits(offer.Resources, rules.ExecutorShape)));
            left -= taken;
            answers.Add(new OfferAnswer(offer.Offer, taken));
        }

        return answers.MoveToImmutable();
    }

    private static int Fits(ResourceVector resources, ResourceVector shape) =>
        (int)Math.Min(int.MaxValue, shape.Amounts.Where(one => one.Value > 0).Select(one => resources[one.Key] / one.Value).DefaultIfEmpty(0).Min());

    /// <summary>Elastic ones first, then what holds the least, then what has been idle longest; the minimum stays.</summary>
    private static ImmutableArray<TaskId> LetGo(RoleFacts facts, PlanRules rules, ImmutableArray<ExecutorFacts> live, int wanted) =>
    [
        .. live
            .Where(executor => executor.Standing != ExecutorStanding.Minimum
                && executor.ActiveTasks == 0
                && executor.IdleSince is { } since
                && facts.Now - since >= rules.ExecutorIdleMilliseconds)
            .OrderByDescending(executor => executor.Standing)
            .ThenBy(executor => executor.CachedBlocks)
            .ThenBy(executor => executor.IdleSince)
            .ThenBy(executor => executor.Allocation.Value)
            .Take(Math.Max(0, live.Length - wanted))
            .Select(executor => executor.Task),
    ];

    private static ImmutableArray<KeyValuePair<AllocationId, LossCost>> Costs(ImmutableArray<ExecutorFacts> live) =>
        [.. live.Select(executor => KeyValuePair.Create(executor.Allocation, Cost(executor)))];

    private static LossCost Cost(ExecutorFacts executor) =>
        executor.ActiveTasks > 0 ? LossCost.Work : executor.CachedBlocks > 0 ? LossCost.Cache : LossCost.Nothing;

    private static int Count(ImmutableArray<ExecutorFacts> live, ExecutorStanding standing) => live.Count(executor => executor.Standing == standing);
}
