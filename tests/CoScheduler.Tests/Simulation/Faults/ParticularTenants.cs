using System.Collections.Immutable;
using CoScheduler.Pool;
using CoScheduler.Simulation.Worlds;

namespace CoScheduler.Tests.Simulation.Faults;

/// <summary>A service that minds where it is: apart from its like or beside it, spread over places, on agents that keep others away.</summary>
internal sealed class ParticularTenant(World world, SeededRandom random, string id, RoleName role) : Tenant(world, random, id, role)
{
    /// <summary>The label that all of them have: they mind each other.</summary>
    public const string Label = "app";

    private const string Like = "particular";

    protected override void Change() => Want("replicas", Random.Next(0, 4), DemandTerms.Of(Role, Tenants.Shape(Random), DemandMode.Firm) with
    {
        Priority = Random.Chance(20) ? 10 : 0,
        Placement = new PlacementTerms
        {
            Labels = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add(Label, Like),
            Affinity = Random.Chance(40) ? [new AffinityTerm(Label, Like, Place(), Anti: Random.Chance(75))] : [],
            Spread = Random.Chance(40) ? [new SpreadTerm(Place(), Random.Next(1, 2), Label, Like)] : [],
            Tolerations = Random.Chance(50) ? [new Toleration(FaultyAgents.Taint.Key, null)] : [],
            Strategy = Random.Chance(50) ? PlacementStrategy.Spread : PlacementStrategy.Pack,
        },
    });

    private string Place() => Random.Chance(50) ? "agent" : "zone";
}

/// <summary>Wants its tasks started by a time, or not at all, for one user or another.</summary>
internal sealed class HurriedTenant(World world, SeededRandom random, string id, RoleName role) : Tenant(world, random, id, role)
{
    private static readonly ImmutableArray<string> Users = ["ann", "bob"];

    protected override void Change()
    {
        var terms = DemandTerms.Of(Role, Tenants.Shape(Random), DemandMode.Firm) with { User = Random.Pick(Users) };
        Want("soon", Random.Next(0, 3), terms with { StartWithinMilliseconds = Random.Next(0L, 30_000) });
        Want("some-day", Random.Next(0, 3), terms with { User = Random.Pick(Users) });
    }
}
