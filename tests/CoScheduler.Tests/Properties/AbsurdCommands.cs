using System.Collections.Immutable;
using CoScheduler.Pool;
using CsCheck;

namespace CoScheduler.Tests.Properties;

/// <summary>
/// Commands as nobody would send them: negative, overflowing and missing amounts, unknown and impossible ids, trees with faults. Each
/// is drawn from numbers, of which one picks each part.
/// </summary>
internal static class AbsurdCommands
{
    private static readonly string?[] Ids = ["f0", "f1", "agent0", "m", "d0", "t1", "a", "b", "c", "c/x", "", null, " ", "a\nb", "a/", "/", "..", new string('x', 300), "ü", "nobody"];

    private static readonly long[] Longs = [0, 1, 2, 3, 7, 100, -1, 1000, 60_000, long.MinValue, long.MaxValue, 1L << 53, (1L << 53) + 1, 1L << 61, -(1L << 40), int.MaxValue];

    private static readonly ResourceVector?[] Amounts =
    [
        ResourceVector.Of(1000, 1L << 30), ResourceVector.Of(500, 0), ResourceVector.Empty, null, ResourceVector.Of(long.MaxValue, long.MaxValue), ResourceVector.Of(1L << 53, 1),
        ResourceVector.Of(4000, 1L << 33).With("gpus", 2000), ResourceVector.Empty.With("ports", 3), ResourceVector.Parse("cpus:1,ports:31000-31001"), ResourceVector.Empty.With("widgets", long.MaxValue),
        ResourceVector.Of(2000, 1L << 31).With("widgets", 1), ResourceVector.Of((1L << 53) + 1, 0),
    ];

    /// <summary>So many numbers for each command.</summary>
    public static readonly Gen<int[][]> Draws = Gen.Int[0, 10_000].Array[12].Array[1, 50];

    public static Command Of(int[] draw) => Plain(draw) with { Instance = draw[11] % 4 == 0 ? Long(draw[10]) : null };

    private static Command Plain(int[] draw) => (draw[0] % 26) switch
    {
        0 or 1 => new RegisterAgent(Agent(draw[1]), Amount(draw[2])!, Attributes(draw[3])!) { Taints = Taints(draw[4]), Reserved = Reserved(draw[5]) },
        2 => new AgentLost(Agent(draw[1])),
        3 => new RemoveAgent(Agent(draw[1])),
        4 => new CordonAgent(Agent(draw[1])),
        5 => new DrainAgent(Agent(draw[1]), Long(draw[2])),
        6 => new ResumeAgent(Agent(draw[1])),
        7 => new SetForeign(Agent(draw[1]), Amount(draw[2])!),
        8 => new SetReservation(Agent(draw[1]), Role(draw[2]), Amount(draw[3])!),
        9 or 10 => new SetQuota(Quota(draw)!),
        11 => new RegisterFramework(Framework(draw[1]), Id(draw[2])!, Roles(draw[3]), Long(draw[4])),
        12 => new DisconnectFramework(Framework(draw[1])),
        13 => draw[2] % 5 == 0 ? (Command)new RemoveFramework(Framework(draw[1])) : new ReconcileTasks(Framework(draw[1]), draw[3] % 2 == 0 ? default : [Task(draw[4]), Task(draw[5])]),
        14 or 15 or 16 or 17 => Demand(draw),
        18 => new AcceptOffer(Framework(draw[1]), new OfferId(Long(draw[2])), draw[3] % 4 == 0 ? default : [new TaskLaunch(Task(draw[4]), Amount(draw[5])!, Id(draw[6])!), .. draw[7] % 3 == 0 ? [null!] : Array.Empty<TaskLaunch>()]),
        19 => new DeclineOffer(Framework(draw[1]), new OfferId(Long(draw[2])), draw[3] % 2 == 0 ? null : Long(draw[4])),
        20 => draw[1] % 2 == 0 ? (Command)new ReviveOffers(Framework(draw[2]), Role(draw[3])) : new SuppressOffers(Framework(draw[2]), draw[3] % 2 == 0 ? null : Role(draw[4])),
        21 => new LaunchTask(Framework(draw[1]), new AllocationId(Long(draw[2])), Task(draw[3]), Id(draw[4])!),
        22 => draw[1] % 2 == 0 ? (Command)new ReleaseAllocation(Framework(draw[2]), new AllocationId(Long(draw[3]))) : new ReportCost(Framework(draw[2]), new AllocationId(Long(draw[3])), (LossCost)(draw[4] % 6)),
        23 => new StopTask(Task(draw[1]), draw[2] % 2 == 0 ? null : Framework(draw[3]), draw[4] % 2 == 0 ? null : Long(draw[5])),
        24 => new TaskReported(Task(draw[1]), draw[2] % 5 == 0 ? null! : new TaskReport((TaskCondition)(draw[3] % 6), draw[4] % 2 == 0 ? null : (int)Long(draw[5]), Id(draw[6]))),
        _ => draw[1] % 3 == 0 ? (Command)new Restarted(Long(draw[2])) : new Tick(),
    };

    private static SetDemand Demand(int[] draw)
    {
        var terms = draw[1] % 15 == 0 ? null! : new DemandTerms(Role(draw[2]), Amount(draw[3])!, (DemandMode)(draw[4] % 4), draw[5] % 3 == 0 ? (int)Long(draw[5]) : 0, Constraints(draw[6]), draw[7] % 3 == 0 ? Id(draw[7]) : null)
        {
            GangClasses = draw[8] % 4 == 0 ? (int)Long(draw[8]) : 1,
            User = Id(draw[9]),
            StartWithinMilliseconds = draw[10] % 3 == 0 ? Long(draw[10]) : null,
            Placement = Placement(draw[11]),
        };
        return new SetDemand(Framework(draw[9]), new DemandClass(Id(draw[8])!), Long(draw[7]), (int)Math.Min(int.MaxValue, Long(draw[6])), terms);
    }

    private static ImmutableArray<PlacementConstraint> Constraints(int draw) => (draw % 9) switch
    {
        0 => default,
        1 => [null!],
        2 => [new PlacementConstraint(Id(draw / 9)!, (ConstraintOperator)(draw % 7), [])],
        3 => [new PlacementConstraint("zone", ConstraintOperator.Like, default)],
        4 => [new PlacementConstraint("zone", ConstraintOperator.In, ["z1", null!])],
        5 => [new PlacementConstraint("agent", ConstraintOperator.Like, ["*", "?gent*", ""])],
        _ => [],
    };

    private static PlacementTerms? Placement(int draw) => (draw % 8) switch
    {
        0 => new PlacementTerms { Labels = null! },
        1 => new PlacementTerms { Spread = [new SpreadTerm(Id(draw / 8)!, (int)Long(draw / 3), "app", "web")], Labels = Labels },
        2 => new PlacementTerms { Affinity = [new AffinityTerm("app", "web", Id(draw / 8)!, draw % 3 == 0)], Labels = Labels },
        3 => new PlacementTerms { Tolerations = default },
        4 => new PlacementTerms { Strategy = (PlacementStrategy)(draw % 4), Affinity = [null!] },
        _ => null,
    };

    private static QuotaTree? Quota(int[] draw)
    {
        if (draw[1] % 12 == 0)
        {
            return draw[2] % 2 == 0 ? null : new QuotaTree(null!);
        }

        var roles = ImmutableSortedDictionary.CreateBuilder<string, RoleQuota>(StringComparer.Ordinal);
        for (var i = 1; i < 6; i++)
        {
            roles[Id(draw[i]) ?? "a"] = draw[i + 5] % 17 == 0 ? null! : new RoleQuota
            {
                Guarantee = Amount(draw[i + 1])!,
                Limit = draw[i + 2] % 3 == 0 ? Amount(draw[i + 3]) : null,
                Lend = draw[i + 3] % 4 == 0 ? Amount(draw[i + 4]) : null,
                Borrow = draw[i + 4] % 4 == 0 ? Amount(draw[i + 5]) : null,
                Weight = draw[i] % 4 == 0 ? (int)Long(draw[i + 1]) : 1,
                GraceMilliseconds = draw[i] % 5 == 0 ? Long(draw[i + 2]) : null,
                MinRuntimeMilliseconds = draw[i] % 3 == 0 ? Long(draw[i + 3]) : 0,
                MaxRunning = draw[i] % 7 == 0 ? (int)Long(draw[i + 4]) : null,
            };
        }

        return new QuotaTree(roles.ToImmutable());
    }

    private static ImmutableSortedDictionary<string, string> Labels => ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("app", "web");

    private static ImmutableSortedDictionary<string, string>? Attributes(int draw) =>
        draw % 9 == 0 ? null : ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("zone", Id(draw)!);

    private static ImmutableArray<Taint>? Taints(int draw) => (draw % 7) switch
    {
        0 => default(ImmutableArray<Taint>),
        1 => [new Taint(Id(draw)!, Id(draw / 7)!)],
        2 => [null!],
        _ => null,
    };

    private static ImmutableSortedDictionary<string, ResourceVector>? Reserved(int draw) =>
        draw % 4 == 0 ? ImmutableSortedDictionary.Create<string, ResourceVector>(StringComparer.Ordinal).Add(Id(draw) ?? "a", Amount(draw / 4)!) : null;

    private static ImmutableArray<RoleName> Roles(int draw) => (draw % 5) switch
    {
        0 => default,
        1 => [],
        2 => [Role(draw)],
        _ => [RoleName.Root],
    };

    private static string? Id(int draw) => Ids[draw % Ids.Length];

    private static long Long(int draw) => Longs[draw % Longs.Length];

    private static ResourceVector? Amount(int draw) => Amounts[draw % Amounts.Length];

    private static AgentId Agent(int draw) => new(Id(draw)!);

    private static FrameworkId Framework(int draw) => new(draw % 3 > 0 ? $"f{draw % 2}" : Id(draw)!);

    private static RoleName Role(int draw) => new(Id(draw)!);

    private static TaskId Task(int draw) => new(Id(draw)!);
}
