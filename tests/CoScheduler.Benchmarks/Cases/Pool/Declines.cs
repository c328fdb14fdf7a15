using System.Diagnostics;
using System.Runtime.CompilerServices;
using CoScheduler.Pool;

namespace CoScheduler.Benchmarks.Cases.Pool;

/// <summary>Frameworks that decline everything for ever.</summary>
internal sealed class Declines : IBenchmark
{
    private const int Agents = 10_000;
    private const int Frameworks = 200;

    /// <summary>So many decline what an agent has before all filters end.</summary>
    private const int Depth = 10;

    private const int Runs = 6;

    public string Name => "decline";

    public string Summary => "10,000 agents, 200 frameworks that decline every offer: a round of offers once the filters have ended, and each decline with the offer to the next; both with twice as many agents too";

    public async IAsyncEnumerable<BenchmarkResult> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        var (round, one) = Measure(Agents);
        var (doubledRound, doubledOne) = Measure(2 * Agents);
        yield return new BenchmarkResult("decline", round, "ms/round", 20, new Against("as many records made, ms", Math.Round(PoolWorld.BareRecords(Agents), 2)));
        yield return new BenchmarkResult("decline-20k", doubledRound, "ms/round", 40, new Against("decline", Math.Round(round, 2)));
        yield return new BenchmarkResult("decline-one", one, "us/decline", 50, null);
        yield return new BenchmarkResult("decline-one-20k", doubledOne, "us/decline", 50, new Against("decline-one", Math.Round(one, 2)));
    }

    private static (double Round, double One) Measure(int agents)
    {
        var world = new PoolWorld().WithAgents(agents, 16);
        var names = world.WithRoles(Frameworks, 1);
        var frameworks = names.Select((name, i) => Join(world, $"open{i:D4}", name)).ToList();
        var (rounds, declines) = (new List<double>(), new List<double>());
        for (var run = 0; run < Runs; run++)
        {
            rounds.Add(Round(world, frameworks, agents, run, out var offers));
            for (var depth = 0; depth < Depth; depth++)
            {
                declines.Add(DeclineAll(world, ref offers));
            }
        }

        return (Figures.Median(rounds), Figures.Median(declines));
    }

    private static FrameworkId Join(PoolWorld world, string name, string role)
    {
        var framework = world.Framework(name);
        world.Do(new SetDemand(framework, new DemandClass("any"), 1, 1_000_000, DemandTerms.Of(new RoleName(role), ResourceVector.Empty, DemandMode.Open)));
        return framework;
    }

    /// <summary>
    /// Everything is offered at once: the pool restarts and waits for its agents, until the gate opens for those that are back. What was
    /// declined before is hidden no more, and its filters are still there.
    /// </summary>
    private static double Round(PoolWorld world, List<FrameworkId> frameworks, int agents, int run, out List<OfferOpened> offers)
    {
        world.Do(new Restarted(run + 1));
        world.WithAgents(agents * 85 / 100, 16);
        world.Wait(Defaults.RestartGate);
        var result = new List<OfferOpened>();
        var milliseconds = PoolWorld.Milliseconds(() => result.AddRange(world.Do(new Tick()).Decisions.OfType<OfferOpened>()));
        offers = result;
        return result.Count >= agents * 85 / 100 && result.Select(offer => offer.Framework).Distinct().Count() == frameworks.Count
            ? milliseconds
            : throw new InvalidOperationException($"{result.Count} offers were made.");
    }

    /// <summary>Everybody declines what it was offered; microseconds for each, in which the next is offered it.</summary>
    private static double DeclineAll(PoolWorld world, ref List<OfferOpened> offers)
    {
        var next = new List<OfferOpened>();
        var begin = Stopwatch.GetTimestamp();
        foreach (var offer in offers)
        {
            next.AddRange(world.Do(new DeclineOffer(offer.Framework, offer.Offer, Defaults.DeclineFilter)).Decisions.OfType<OfferOpened>());
        }

        var each = Stopwatch.GetElapsedTime(begin).TotalMicroseconds / offers.Count;
        var made = next.Count == offers.Count;
        offers = next;
        return made ? each : throw new InvalidOperationException($"{next.Count} offers were made of what was declined.");
    }
}
