using System.Collections.Immutable;
using System.Globalization;
using CoScheduler.Pool;
using CoScheduler.Simulation.Workloads;

namespace CoScheduler.Simulation.Traces;

/// <summary>
/// Reads a trace as work for the pool. Nodes are agents. LS pods are replicas of services, firm, with a guarantee; so are
/// Guaranteed ones; Burstable ones are firm without. BE pods that were created in one burst are one app: the first is its
/// gang, firm, and the others are executors, which come by elastic offers.
/// </summary>
public static class TraceWorkload
{
    /// <summary>BE pods that are created no further apart than this are one app's.</summary>
    private const long BurstSeconds = 60;

    private const long MillisecondsPerSecond = 1000;

    /// <summary>The attribute that holds a node's model of gpu.</summary>
    public const string Model = "model";

    /// <summary>The work of a trace.</summary>
    /// <param name="trace">The trace.</param>
    /// <returns>The workload.</returns>
    public static Workload Of(Trace trace) => new()
    {
        Agents = [.. trace.Nodes.Select(node => new AgentChange(0, new RegisterAgent(new AgentId(node.Name), Total(node), Attributes(node))))],
        Classes = [.. Services(trace), .. Apps(trace)],
        End = trace.Pods.Select(pod => pod.Deleted).DefaultIfEmpty(0).Max() * MillisecondsPerSecond,
    };

    /// <summary>
    /// A quota for a trace: <c>ls</c> and <c>guaranteed</c> are guaranteed the most that they want at once, as far as there
    /// is so much; <c>be</c> and <c>burstable</c> share what is left and what is lent.
    /// </summary>
    /// <param name="trace">The trace.</param>
    /// <returns>The quota; a valid one.</returns>
    public static QuotaTree Quota(Trace trace)
    {
        var left = trace.Nodes.Aggregate(ResourceVector.Empty, (sum, node) => sum.Plus(Total(node)));
        var roles = ImmutableSortedDictionary.CreateBuilder<string, RoleQuota>(StringComparer.Ordinal);
        foreach (var qos in new[] { "Guaranteed", "LS" })
        {
            var guarantee = Peak(trace.Pods.Where(pod => pod.Qos == qos)).Min(left);
            left = left.Minus(guarantee);
            roles.Add(RoleOf(qos).Value, new RoleQuota { Guarantee = guarantee });
        }

        roles.Add(RoleOf("Burstable").Value, new RoleQuota());
        roles.Add(RoleOf("BE").Value, new RoleQuota());
        return new QuotaTree(roles.ToImmutable());
    }

    private static RoleName RoleOf(string qos) => new(qos.ToLowerInvariant());

    private static IEnumerable<WorkClass> Services(Trace trace)
    {
        foreach (var qos in trace.Pods.Where(pod => pod.Qos != "BE").GroupBy(pod => pod.Qos).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var number = 0;
            foreach (var equal in Equal(qos))
            {
                yield return Class(equal, qos.Key.ToLowerInvariant(), Name("class", ++number), Terms(equal[0], DemandMode.Firm, null));
            }
        }
    }

    private static IEnumerable<WorkClass> Apps(Trace trace)
    {
        var number = 0;
        foreach (var burst in Bursts(trace.Pods.Where(pod => pod.Qos == "BE")))
        {
            var app = Name("app", ++number);
            yield return Class([burst[0]], "be", app, Terms(burst[0], DemandMode.Firm, app));
            var executors = 0;
            foreach (var equal in Equal(burst.Skip(1)))
            {
                yield return Class(equal, "be", Name($"{app}-executors", ++executors), Terms(equal[0], DemandMode.Open, null));
            }
        }
    }

    private static IEnumerable<List<TracePod>> Equal(IEnumerable<TracePod> pods) =>
        pods.GroupBy(pod => (pod.MilliCpus, pod.MemoryMib, pod.Gpus, pod.MilliGpus, Models: string.Join('|', pod.Models))).Select(group => group.ToList());

    private static IEnumerable<List<TracePod>> Bursts(IEnumerable<TracePod> pods)
    {
        var burst = new List<TracePod>();
        foreach (var pod in pods)
        {
            if (burst.Count > 0 && pod.Created - burst[^1].Created > BurstSeconds)
            {
                yield return burst;
                burst = [];
            }

            burst.Add(pod);
        }

        if (burst.Count > 0)
        {
            yield return burst;
        }
    }

    private static WorkClass Class(List<TracePod> pods, string framework, string name, DemandTerms terms) => new()
    {
        Framework = new FrameworkId(framework),
        Class = new DemandClass(name),
        Terms = terms,
        Items = [.. pods.Select(pod => new WorkItem(pod.Created * MillisecondsPerSecond, [new WorkRun(Runs(pod) * MillisecondsPerSecond, pod.Failed ? 1 : 0)]))],
    };

    /// <summary>How long a pod ran; one that never had a place would have run as long as it was wanted.</summary>
    private static long Runs(TracePod pod) => pod.Deleted - (pod.Scheduled is { } at && at <= pod.Deleted ? at : pod.Created);

    private static DemandTerms Terms(TracePod pod, DemandMode mode, string? gang) =>
        new(RoleOf(pod.Qos), Shape(pod), mode, 0, pod.Models.IsEmpty ? [] : [new PlacementConstraint(Model, ConstraintOperator.In, pod.Models)], gang);

    private static ResourceVector Shape(TracePod pod) =>
        ResourceVector.Of(pod.MilliCpus, pod.MemoryMib << 20).With(ResourceVector.Gpus, pod.Gpus * pod.MilliGpus);

    private static ResourceVector Total(TraceNode node) =>
        ResourceVector.Of(node.MilliCpus, node.MemoryMib << 20).With(ResourceVector.Gpus, node.Gpus * 1000);

    private static ImmutableSortedDictionary<string, string> Attributes(TraceNode node)
    {
        var none = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
        return node.Model.Length == 0 ? none : none.Add(Model, node.Model);
    }

    private static ResourceVector Peak(IEnumerable<TracePod> pods)
    {
        var now = ResourceVector.Empty;
        var peak = ResourceVector.Empty;
        var changes = pods.SelectMany(pod => new[] { (At: pod.Created, Ends: false, Pod: pod), (At: pod.Created + Runs(pod), Ends: true, Pod: pod) });
        foreach (var (_, ends, pod) in changes.OrderBy(change => change.At).ThenByDescending(change => change.Ends))
        {
            now = ends ? now.Minus(Shape(pod)) : now.Plus(Shape(pod));
            peak = peak.Max(now);
        }

        return peak;
    }

    private static string Name(string kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{kind}-{number:0000}");
}
