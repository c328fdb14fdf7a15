using System.Collections.Immutable;
using System.Xml.Linq;
using CoScheduler.Pool;
using CoScheduler.Simulation.Reports;
using Xunit;

namespace CoScheduler.Tests.Simulation.Reports;

public sealed class MeterTests
{
    private static readonly FrameworkId Framework = new("f");
    private static readonly DemandClass Class = new("c");
    private static readonly RoleName Role = new("site/web");
    private static readonly ResourceVector One = ResourceVector.Parse("cpus:1,mem:1Gi");

    [Fact]
    public void Report_OfKnownDecisions_HasTheirFigures()
    {
        var meter = new Meter(1000);
        Observe(meter, 0, new AgentRegistered(new AgentId("a"), One.Times(2), Attributes), Stated(1, 2));
        Observe(meter, 100, Made(1));
        Observe(meter, 300, Made(2));
        Observe(meter, 500, new ReclaimBegun(new AllocationId(1), ReclaimCause.Guarantee, new PoolTime(600), null));
        Observe(meter, 600, new AllocationClosed(new AllocationId(1), AllocationEnd.Preempted, 137, null));
        Observe(meter, 800, Stated(2, 1));
        Observe(meter, 900, new AllocationClosed(new AllocationId(2), AllocationEnd.Finished, 0, null));
        var role = Assert.Single(meter.Report(7).Roles);
        Assert.Equal("site/web", role.Role);

        // 100 to 600 and 300 to 900 of a thousand, one of two cpus each.
        Assert.Equal(0.55, role.Utilisation["cpus"], 6);
        Assert.Equal((1, 1, 0), (role.Completed, role.Evicted, role.Lost));
        Assert.Equal(1, role.Evictions["guarantee"]);

        // Two were served; what ended at last is missing again, and waits since.
        Assert.Equal(new Waits(3, 100, 300, 300, 300), role.Waits);
        Assert.Equal(1, role.Waiting);
    }

    [Fact]
    public void Of_NoWaits_IsZero() => Assert.Equal(new Waits(0, 0, 0, 0, 0), Waits.Of([]));

    [Fact]
    public void Of_AHundredWaits_TakesTheNearestRank() =>
        Assert.Equal(new Waits(100, 50, 90, 99, 100), Waits.Of(Enumerable.Range(1, 100).Reverse().Select(i => (long)i)));

    [Fact]
    public void Fragmentation_OfWhatFitsNowhere_IsWhole()
    {
        ResourceVector[] free = [ResourceVector.Parse("cpus:1,mem:4Gi"), ResourceVector.Parse("cpus:3,mem:4Gi")];
        Assert.Equal(0.25, Fragmentation.Of([(ResourceVector.Parse("cpus:2,mem:1Gi"), 5)], free), 6);
        Assert.Equal(1, Fragmentation.Of([(ResourceVector.Parse("cpus:4,mem:1Gi"), 1)], free), 6);
        Assert.Equal(0.625, Fragmentation.Of([(ResourceVector.Parse("cpus:2"), 1), (ResourceVector.Parse("cpus:4"), 1)], free), 6);
    }

    [Fact]
    public void Svg_OfAReport_IsWellFormedAndNamesTheRoles()
    {
        var meter = new Meter(1000);
        Observe(meter, 0, new AgentRegistered(new AgentId("a"), One, Attributes), Stated(1, 1), Made(1));
        var picture = XDocument.Parse(SvgPicture.Of(meter.Report(1), "a < b"));
        XNamespace svg = "http://www.w3.org/2000/svg";
        Assert.Equal("a < b", picture.Root!.Element(svg + "title")!.Value);
        Assert.Contains(picture.Descendants(svg + "text"), text => text.Value == "site/web");
        Assert.Equal(2, picture.Descendants(svg + "polygon").Count());
    }

    private static ImmutableSortedDictionary<string, string> Attributes => ImmutableSortedDictionary<string, string>.Empty;

    private static DemandStated Stated(long version, int target) => new(Framework, Class, version, target, DemandTerms.Of(Role, One, DemandMode.Firm));

    private static AllocationMade Made(long id) => new(new AllocationId(id), Framework, Class, Role, new AgentId("a"), One, new PoolTime(60_000));

    private static void Observe(Meter meter, long at, params Decision[] decisions) => meter.Observe(new PoolTime(at), [.. decisions]);
}
