using System.Collections.Immutable;
using CoScheduler.Pool;
using CsCheck;

namespace CoScheduler.Tests.Properties;

/// <summary>One random move: what it means depends on what there is when it is played.</summary>
internal readonly record struct Move(int Verb, int A, int B, int C, int D);

/// <summary>Makes commands of moves, mostly ones that mean something.</summary>
internal static class RandomCommands
{
    private static readonly string[] Roles = ["a", "b", "c", "c/x", "c/y", "nowhere"];

    public static readonly Gen<Move[]> Moves = Gen.Select(Gen.Int[0, 99], Gen.Int[0, 1000], Gen.Int[0, 1000], Gen.Int[0, 1000], Gen.Int[0, 1000])
        .Select((verb, a, b, c, d) => new Move(verb, a, b, c, d))
        .Array[1, 60];

    /// <summary>How far time goes before the move.</summary>
    public static long Pause(Move move) => (move.A + move.B) % 3 == 0 ? move.D * (move.C % 50 == 0 ? 100L : 10L) : 0;

    public static Command Of(Move move, PoolSnapshot now) => move.Verb switch
    {
        < 8 => new RegisterAgent(Agent(move.A), ResourceVector.Of(1000 * (1 + (move.B % 8)), Gi(1 + (move.C % 16))).With("gpus", move.D % 3 * 1000), Zone(move.D))
        {
            Taints = move.B % 9 == 0 ? [new Taint("dedicated", "yes")] : null,
            Reserved = move.C % 9 == 0 ? ImmutableSortedDictionary.Create<string, ResourceVector>(StringComparer.Ordinal).Add(Roles[move.D % 5], ResourceVector.Of(500, Gi(1))) : null,
        },
        < 10 => new AgentLost(Agent(move.A)),
        < 11 => new RemoveAgent(Agent(move.A)),
        < 12 => new CordonAgent(Agent(move.A)),
        < 14 => new DrainAgent(Agent(move.A), move.B % 3 == 0 ? move.C * 10 : null),
        < 16 => new ResumeAgent(Agent(move.A)),
        < 20 => new SetQuota(Quota(move)),
        < 25 => new RegisterFramework(Framework(move.A), "random", [move.B % 4 == 0 ? new RoleName("c") : RoleName.Root], move.C % 4 == 0 ? 10 * move.D : Defaults.FrameworkFailover),
        < 26 => move.B % 2 == 0 ? (Command)new RemoveFramework(Framework(move.A)) : new DisconnectFramework(Framework(move.A)),
        < 48 => Demand(move),
        < 60 => Accept(move, now),
        < 63 => Pick(now.Offers, move.A) is { } offer ? new DeclineOffer(offer.Framework, offer.Id, move.B % 2 == 0 ? null : move.C) : new Tick(),
        < 64 => new ReviveOffers(Framework(move.A), null),
        < 65 => new SuppressOffers(Framework(move.A), move.B % 2 == 0 ? null : Role(move.C)),
        < 76 => Pick(now.Allocations, move.A) is { } grant ? new LaunchTask(grant.Framework, grant.Id, Task(move), "run") : new Tick(),
        < 77 => Pick(now.Allocations, move.A) is { } released ? new ReleaseAllocation(released.Framework, released.Id) : new Tick(),
        < 80 => Pick(now.Allocations, move.A) is { Task: { } stopped } ? new StopTask(stopped, null, move.B % 2 == 0 ? null : move.C) : new Tick(),
        < 82 => Pick(now.Allocations, move.A) is { } costly ? new ReportCost(costly.Framework, costly.Id, (LossCost)(move.B % 4)) : new Tick(),
        < 97 => Report(move, now),
        < 98 => new Restarted(move.A),
        < 99 => new SetForeign(Agent(move.A), move.B % 2 == 0 ? ResourceVector.Empty : ResourceVector.Of(500 * (move.C % 4), Gi(move.D % 3))),
        _ => new SetReservation(Agent(move.A), Role(move.B), move.C % 3 == 0 ? ResourceVector.Empty : ResourceVector.Of(500 * (move.C % 4), Gi(move.D % 3))),
    };

    private static SetDemand Demand(Move move)
    {
        var mode = (DemandMode)(move.B % 3);
        var shape = mode == DemandMode.Open && move.C % 5 == 0
            ? ResourceVector.Empty
            : ResourceVector.Of(500 * (1 + (move.C % 5)), Gi(1 + (move.D % 4))).With("gpus", move.C % 7 == 0 ? 1000 : 0);
        var gang = mode != DemandMode.Spare && !shape.IsZero && move.D % 3 == 0 ? $"g{move.A % 2}{(mode == DemandMode.Open && move.C % 4 > 0 ? "open" : "")}" : null;
        var terms = new DemandTerms(Role(move.C), shape, mode, move.D % 5 == 0 ? 10 : 0, move.D % 7 == 0 ? [new PlacementConstraint("zone", ConstraintOperator.Equal, ["z1"])] : [], gang)
        {
            GangClasses = gang is not null && move.B % 2 == 0 ? 2 : 1,
            User = move.D % 11 == 0 ? "ann" : null,
            StartWithinMilliseconds = move.D % 13 == 0 ? 10 * move.C : null,
            Placement = mode == DemandMode.Firm && move.A % 3 == 0 ? Placement(move) : null,
        };
        return new SetDemand(Framework(move.A), new DemandClass($"d{move.B % 4}"), move.A + move.D, move.D % 9, terms);
    }

    private static PlacementTerms Placement(Move move)
    {
        var domain = move.B % 2 == 0 ? "agent" : "zone";
        return new PlacementTerms
        {
            Labels = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("app", $"p{move.C % 2}"),
            Affinity = move.C % 3 == 0 ? [new AffinityTerm("app", $"p{move.D % 2}", domain, Anti: move.C % 2 == 0)] : [],
            Spread = move.C % 3 == 1 ? [new SpreadTerm(domain, 1 + (move.A % 2), "app", $"p{move.D % 2}")] : [],
            Tolerations = move.D % 2 == 0 ? [new Toleration("dedicated", null)] : [],
            Strategy = (PlacementStrategy)(move.D % 2),
        };
    }

    private static Command Accept(Move move, PoolSnapshot now)
    {
        if (Pick(now.Offers, move.A) is not { } offer)
        {
            return new Tick();
        }

        if (offer.Set is not null && move.B % 4 > 0)
        {
            return AcceptSet(move, now, offer);
        }

        var resources = move.B % 3 == 0 ? ResourceVector.Of(500, Gi(1)) : offer.Resources;
        return new AcceptOffer(offer.Framework, offer.Id, [new TaskLaunch(Task(move), resources, "run")]);
    }

    private static AcceptOffer AcceptSet(Move move, PoolSnapshot now, OfferView offer)
    {
        var tasks = now.Offers.Values.Where(other => other.Set == offer.Set)
            .SelectMany(other => Enumerable.Repeat((other.Id, ShapeOf(now, other)), (int)other.Resources.TimesFitting(ShapeOf(now, other))))
            .Select((piece, i) => new TaskLaunch(new TaskId($"{Task(move)}-{i}"), piece.Item2, "run") { Offer = piece.Id });
        return new AcceptOffer(offer.Framework, offer.Id, [.. tasks]);
    }

    private static ResourceVector ShapeOf(PoolSnapshot now, OfferView offer) =>
        now.Demands.First(demand => demand.Framework == offer.Framework && demand.Class == offer.Class).Terms.Shape;

    private static Command Report(Move move, PoolSnapshot now)
    {
        if (Pick(now.Allocations, move.A) is not { Task: { } task })
        {
            return new Tick();
        }

        var condition = move.B % 5 < 3 ? TaskCondition.Running : (TaskCondition)(move.C % 4);
        return new TaskReported(task, new TaskReport(condition, condition == TaskCondition.Exited ? move.D % 2 : null, null));
    }

    private static QuotaTree Quota(Move move)
    {
        var roles = ImmutableSortedDictionary.CreateBuilder<string, RoleQuota>(StringComparer.Ordinal);
        foreach (var (name, seed) in Roles.Zip([move.A, move.B, move.C, move.D, move.A + move.B]))
        {
            var guarantee = ResourceVector.Of(500 * (seed % 5), Gi(seed % 3));
            roles.Add(name, new RoleQuota
            {
                Guarantee = name == "c" ? ResourceVector.Empty : guarantee,
                Limit = seed % 4 == 0 ? ResourceVector.Empty.With("cpus", 6000 + (seed % 7 * 1000)) : null,
                Weight = seed % 3,
                Lend = seed % 6 == 0 ? guarantee.Min(ResourceVector.Of(500, Gi(1))) : null,
                Borrow = seed % 9 == 0 ? ResourceVector.Of(1000, Gi(4)) : null,
                GraceMilliseconds = seed % 11 == 0 ? 0 : 1000 * (seed % 20),
                MinRuntimeMilliseconds = 100 * (seed % 7),
                MaxRunning = seed % 10 == 0 ? 1 + (seed % 3) : null,
                ShareReclaimAfterMilliseconds = seed % 5 == 0 ? long.MaxValue : 1000 * (seed % 13),
            });
        }

        return new QuotaTree(roles.ToImmutable());
    }

    private static T? Pick<T>(ImmutableSortedDictionary<long, T> from, int index)
        where T : class => from.Count == 0 ? null : from.Values.ElementAt(index % from.Count);

    private static long Gi(int count) => (long)count << 30;

    private static TaskId Task(Move move) => new($"t{move.A}-{move.B}-{move.C}");

    private static AgentId Agent(int seed) => new($"agent{seed % 4}");

    private static FrameworkId Framework(int seed) => new($"f{seed % 3}");

    private static RoleName Role(int seed) => new(seed % 40 == 0 ? Roles[5] : Roles[seed % 5]);

    private static ImmutableSortedDictionary<string, string> Zone(int seed) =>
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("zone", $"z{seed % 2}");
}
