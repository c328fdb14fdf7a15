using CoScheduler.Pool;
using CoScheduler.Simulation.Worlds;

namespace CoScheduler.Tests.Simulation.Faults;

/// <summary>Makes tenants of every kind.</summary>
internal static class Tenants
{
    private const long Gi = 1L << 30;
    private const int Kinds = 11;

    public static Tenant Draw(World world, SeededRandom random, int number, RoleName role) => random.Next(1, Kinds) switch
    {
        1 or 2 => new ServiceTenant(world, random, $"service{number}", role),
        3 => random.Chance(50) ? new GangTenant(world, random, $"gang{number}", role) : new OpenGangTenant(world, random, $"offered{number}", role),
        4 or 5 => new ElasticTenant(world, random, $"elastic{number}", role),
        6 => new SpareTenant(world, random, $"spare{number}", role),
        7 => new DecliningTenant(world, random, $"declining{number}", role),
        8 => random.Chance(50) ? new HoardingTenant(world, random, $"hoarding{number}", role) : new SilentTenant(world, random, $"silent{number}", role),
        9 => new ParticularTenant(world, random, $"particular{number}", role),
        10 => new HurriedTenant(world, random, $"hurried{number}", role),
        _ => new ConfusedTenant(world, random, $"confused{number}", role),
    };

    public static ResourceVector Shape(SeededRandom random) =>
        ResourceVector.Of(500 * random.Next(1, 4), Gi * random.Next(1, 3)).With("gpus", random.Chance(10) ? 1_000 : 0);
}

/// <summary>A service: firm, of one shape, scaled up and down.</summary>
internal class ServiceTenant(World world, SeededRandom random, string id, RoleName role) : Tenant(world, random, id, role)
{
    protected override void Change()
    {
        var constraint = new PlacementConstraint("zone", ConstraintOperator.Equal, [$"z{Random.Next(0, 1)}"]);
        Want("replicas", Random.Next(0, 4), DemandTerms.Of(Role, Tenants.Shape(Random), DemandMode.Firm) with
        {
            Priority = Random.Chance(20) ? 10 : 0,
            Constraints = Random.Chance(20) ? [constraint] : [],
            User = Random.Chance(30) ? "ann" : null,
        });
    }
}

/// <summary>A gang of two classes that starts whole or not at all.</summary>
internal sealed class GangTenant(World world, SeededRandom random, string id, RoleName role) : Tenant(world, random, id, role)
{
    private int _gangs;

    protected override void Change()
    {
        var end = Wants("driver") > 0;
        var gang = $"gang{(end ? _gangs : ++_gangs)}";
        Want("driver", end ? 0 : 1, DemandTerms.Of(Role, ResourceVector.Parse("cpus:0.5,mem:1Gi"), DemandMode.Firm) with { Gang = gang, GangClasses = 2 });
        Want("members", end ? 0 : Random.Next(1, 3), DemandTerms.Of(Role, Tenants.Shape(Random), DemandMode.Firm) with { Gang = gang, GangClasses = 2 });
    }
}

/// <summary>A gang that is offered what it misses, and mostly takes it.</summary>
internal sealed class OpenGangTenant(World world, SeededRandom random, string id, RoleName role) : Tenant(world, random, id, role)
{
    private readonly Dictionary<string, ResourceVector> _shapes = new(StringComparer.Ordinal);
    private int _gangs;

    protected override void Change()
    {
        var end = Wants("first") > 0;
        var gang = $"gang{(end ? _gangs : ++_gangs)}";
        foreach (var name in new[] { "first", "more" })
        {
            _shapes[name] = end ? _shapes[name] : Tenants.Shape(Random);
            Want(name, end ? 0 : Random.Next(1, 3), DemandTerms.Of(Role, _shapes[name], DemandMode.Open) with { Gang = gang, GangClasses = 2 });
        }
    }

    /// <summary>The first that arrives of a set answers for all of it.</summary>
    protected override void Offered(OfferMade offer)
    {
        var set = World.Pool.Snapshot().Offers.Values.Where(other => other.Framework == Id && other.Set == offer.Set).ToList();
        if (set.Count > 0)
        {
            World.Send(Random.Chance(20)
                ? new DeclineOffer(Id, offer.Offer, Random.Chance(50) ? 0 : null)
                : new AcceptOffer(Id, offer.Offer, [.. set.SelectMany(Tasks)]));
        }
    }

    private IEnumerable<TaskLaunch> Tasks(OfferView offer)
    {
        var shape = _shapes[offer.Class.Value];
        return Enumerable.Range(0, (int)offer.Resources.TimesFitting(shape)).Select(_ => new TaskLaunch(NextTask(), shape, "run") { Offer = offer.Id });
    }
}

/// <summary>Grows by offers, and takes of each as much as it wants.</summary>
internal sealed class ElasticTenant(World world, SeededRandom random, string id, RoleName role) : Tenant(world, random, id, role)
{
    private ResourceVector _shape = ResourceVector.Empty;

    protected override void Change()
    {
        _shape = _shape.IsZero ? Tenants.Shape(Random) : _shape;
        Want("executors", Random.Next(0, 8), DemandTerms.Of(Role, _shape, DemandMode.Open));
    }

    protected override void Offered(OfferMade offer)
    {
        var fitting = (int)Math.Min(Wants("executors"), offer.Resources.TimesFitting(_shape));
        World.Send(fitting == 0
            ? new DeclineOffer(Id, offer.Offer, 0)
            : new AcceptOffer(Id, offer.Offer, [.. Enumerable.Range(0, fitting).Select(_ => new TaskLaunch(NextTask(), _shape, "run"))]));
    }
}

/// <summary>Takes what nobody wants.</summary>
internal sealed class SpareTenant(World world, SeededRandom random, string id, RoleName role) : Tenant(world, random, id, role)
{
    protected override void Change() => Want("warm", Random.Next(0, 3), DemandTerms.Of(Role, ResourceVector.Parse("cpus:0.5,mem:1Gi"), DemandMode.Spare));
}

/// <summary>Wants much and declines everything.</summary>
internal sealed class DecliningTenant(World world, SeededRandom random, string id, RoleName role) : Tenant(world, random, id, role)
{
    public override bool Takes => false;

    protected override void Change()
    {
        Want("any", Random.Next(0, 9), DemandTerms.Of(Role, Random.Chance(50) ? ResourceVector.Empty : Tenants.Shape(Random), DemandMode.Open));
        if (Random.Chance(30))
        {
            World.Send(Random.Chance(50) ? new ReviveOffers(Id, null) : new SuppressOffers(Id, null));
        }
    }

    protected override void Offered(OfferMade offer) => World.Send(new DeclineOffer(Id, offer.Offer, Random.Chance(50) ? null : Random.Next(0, 20_000)));
}

/// <summary>Keeps every offer until just before its deadline, and gives it back.</summary>
internal sealed class HoardingTenant(World world, SeededRandom random, string id, RoleName role) : Tenant(world, random, id, role)
{
    public override bool Takes => false;

    protected override void Change() => Want("any", 50, DemandTerms.Of(Role, ResourceVector.Parse("cpus:0.5,mem:1Gi"), DemandMode.Open));

    protected override void Offered(OfferMade offer) =>
        World.At(offer.Deadline.Milliseconds - 1, () => World.Send(new DeclineOffer(Id, offer.Offer, 0)));
}

/// <summary>Asks, and never answers: neither an offer nor a grant.</summary>
internal sealed class SilentTenant(World world, SeededRandom random, string id, RoleName role) : Tenant(world, random, id, role)
{
    public override bool Takes => false;

    protected override void Change()
    {
        Want("offers", Random.Next(0, 9), DemandTerms.Of(Role, Tenants.Shape(Random), DemandMode.Open));
        Want("grants", Random.Next(0, 1), DemandTerms.Of(Role, Tenants.Shape(Random), DemandMode.Firm));
    }

    protected override void Offered(OfferMade offer)
    {
    }

    protected override void Granted(AllocationId allocation)
    {
    }
}

/// <summary>A service that says everything twice, late, or about what is not its own: it must get refusals and do no harm.</summary>
internal sealed class ConfusedTenant(World world, SeededRandom random, string id, RoleName role) : ServiceTenant(world, random, id, role)
{
    protected override void Change()
    {
        base.Change();
        var terms = DemandTerms.Of(Role, ResourceVector.Parse("cpus:1"), DemandMode.Firm);
        World.Send(new SetDemand(Id, new DemandClass("replicas"), Version("replicas") - 1, 9, terms));
        World.Send(new SetDemand(Id, new DemandClass("nothing"), 1, 1, terms with { Shape = ResourceVector.Empty }));
        World.Send(new SetDemand(Id, new DemandClass("nowhere"), 1, 1, terms with { Role = new RoleName("nowhere") }));
        World.Send(new AcceptOffer(Id, new OfferId(Random.Next(0, 40)), [new TaskLaunch(NextTask(), terms.Shape, "run")]));
        World.Send(new DeclineOffer(new FrameworkId("nobody"), new OfferId(1), null));
        World.Send(new ReleaseAllocation(Id, new AllocationId(Random.Next(0, 40))));
        World.Send(new StopTask(new TaskId($"service1-1-{Random.Next(1, 9)}"), Id, 0));
        World.Send(new LaunchTask(Id, new AllocationId(Random.Next(0, 40)), new TaskId("../x"), "run"));
    }

    protected override void Granted(AllocationId allocation)
    {
        base.Granted(allocation);
        base.Granted(allocation);
    }
}
