using System.Collections.Immutable;
using CoScheduler.Pool;

namespace CoScheduler.Tests.Scenarios;

/// <summary>
/// Reads the commands of a scenario: a verb, then words, some of them <c>key=value</c>. Lines that begin with <c>#</c> are notes.
/// </summary>
internal static class ScenarioCommands
{
    /// <summary>A command; with <c>instance=2</c>, as the framework's second instance would send it.</summary>
    public static Command Parse(string line, PoolSnapshot now)
    {
        var words = new Words(line);
        var command = Command(words, line, now);
        return words.Has("instance") is { } instance ? command with { Instance = long.Parse(instance, null) } : command;
    }

    private static Command Command(Words words, string line, PoolSnapshot now) =>
        words.Verb switch
        {
            "agent" => new RegisterAgent(new AgentId(words[0]), ResourceVector.Parse(words[1]), Attributes(words)),
            "lost" => new AgentLost(new AgentId(words[0])),
            "remove-agent" => new RemoveAgent(new AgentId(words[0])),
            "cordon" => new CordonAgent(new AgentId(words[0])),
            "drain" => new DrainAgent(new AgentId(words[0]), words.Duration("within")),
            "resume" => new ResumeAgent(new AgentId(words[0])),
            "foreign" => new SetForeign(new AgentId(words[0]), ResourceVector.Parse(words[1])),
            "reserve" => new SetReservation(new AgentId(words[0]), new RoleName(words[1]), ResourceVector.Parse(words[2])),
            "disconnect" => new DisconnectFramework(new FrameworkId(words[0])),
            "reconcile" => new ReconcileTasks(new FrameworkId(words[0]), [.. words.Plain.Skip(1).Select(task => new TaskId(task))]),
            "quota" => new SetQuota(Quota(line["quota".Length..])),
            "framework" => new RegisterFramework(new FrameworkId(words[0]), words[0], [.. words.Plain.Skip(1).Select(role => new RoleName(role == "*" ? "" : role))], Defaults.FrameworkFailover),
            "remove-framework" => new RemoveFramework(new FrameworkId(words[0])),
            "demand" => Demand(words),
            "accept" => Accept(words, now),
            "decline" => new DeclineOffer(OwnerOf(words, now), Offer(words[0]), words.Duration("filter")),
            "revive" => new ReviveOffers(new FrameworkId(words[0]), words.Has("role") is { } role ? new RoleName(role) : null),
            "suppress" => new SuppressOffers(new FrameworkId(words[0]), words.Has("role") is { } role ? new RoleName(role) : null),
            "launch" => new LaunchTask(Holder(words, now), Allocation(words[0]), new TaskId(words[1]), "run"),
            "release" => new ReleaseAllocation(Holder(words, now), Allocation(words[0])),
            "stop" => new StopTask(new TaskId(words[0]), words.Has("by") is { } by ? new FrameworkId(by) : null, words.Duration("grace")),
            "cost" => new ReportCost(Holder(words, now), Allocation(words[0]), Enum.Parse<LossCost>(words[1], ignoreCase: true)),
            "running" => new TaskReported(new TaskId(words[0]), new TaskReport(TaskCondition.Running, null, null)),
            "exit" => new TaskReported(new TaskId(words[0]), new TaskReport(TaskCondition.Exited, int.Parse(words[1], null), null)),
            "failed" => new TaskReported(new TaskId(words[0]), new TaskReport(TaskCondition.FailedToStart, null, "no such program")),
            "unknown" => new TaskReported(new TaskId(words[0]), new TaskReport(TaskCondition.Unknown, null, null)),
            "tick" => new Tick(),
            "restart" => new Restarted(long.Parse(words[0], null)),
            _ => throw new FormatException($"No such verb: {line}"),
        };

    public static QuotaTree Quota(string text)
    {
        var roles = ImmutableSortedDictionary.CreateBuilder<string, RoleQuota>(StringComparer.Ordinal);
        foreach (var role in text.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var words = new Words("quota " + role);
            roles.Add(words[0], new RoleQuota
            {
                Guarantee = ResourceVector.Parse(words.Has("guarantee") ?? ""),
                Limit = Vector(words, "limit"),
                Lend = Vector(words, "lend"),
                Borrow = Vector(words, "borrow"),
                Weight = int.Parse(words.Has("weight") ?? "1", null),
                GraceMilliseconds = words.Duration("grace"),
                MinRuntimeMilliseconds = words.Duration("minRuntime"),
                ReclaimWithinMilliseconds = words.Duration("reclaimWithin"),
                ShareReclaimAfterMilliseconds = words.Duration("shareReclaimAfter"),
                MaxRunning = words.Has("maxRunning") is { } most ? int.Parse(most, null) : null,
            });
        }

        return new QuotaTree(roles.ToImmutable());
    }

    private static ResourceVector? Vector(Words words, string key) => words.Has(key) is { } text ? ResourceVector.Parse(text) : null;

    private static SetDemand Demand(Words words)
    {
        var gang = words.Has("gang")?.Split('/');
        var terms = new DemandTerms(
            new RoleName(words[4]),
            ResourceVector.Parse(words.Has("shape") ?? ""),
            Enum.Parse<DemandMode>(words[5], ignoreCase: true),
            int.Parse(words.Has("priority") ?? "0", null),
            words.Has("where") is { } where ? [new PlacementConstraint(where.Split(':')[0], ConstraintOperator.Equal, [where.Split(':')[1]])] : [],
            gang?[0])
        {
            GangClasses = gang is { Length: 2 } ? int.Parse(gang[1], null) : 1,
            User = words.Has("user"),
            StartWithinMilliseconds = words.Duration("startWithin"),
            Placement = Placement(words),
        };
        return new SetDemand(new FrameworkId(words[0]), new DemandClass(words[1]), long.Parse(words[2].TrimStart('v'), null), int.Parse(words[3], null), terms);
    }

    /// <summary><c>label=app:db beside=app:cache@zone notBeside=app:db@agent spread=app:db@zone/1</c>: what a task is called, and beside whom it goes.</summary>
    private static PlacementTerms? Placement(Words words) =>
        words.Has("label") is null && words.Has("beside") is null && words.Has("notBeside") is null && words.Has("spread") is null
            ? null
            : new PlacementTerms
            {
                Labels = words.Has("label")?.Split(':') is [var key, var value] ? ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add(key, value) : PlacementTerms.None.Labels,
                Affinity = [.. Affinity(words, "beside", anti: false), .. Affinity(words, "notBeside", anti: true)],
                Spread = words.Has("spread")?.Split(':', '@', '/') is [var name, var of, var domain, var skew] ? [new SpreadTerm(domain, int.Parse(skew, null), name, of)] : [],
            };

    private static IEnumerable<AffinityTerm> Affinity(Words words, string word, bool anti) =>
        words.Has(word)?.Split(':', '@') is [var key, var value, var domain] ? [new AffinityTerm(key, value, domain, anti)] : [];

    private static AcceptOffer Accept(Words words, PoolSnapshot now) => new(
        OwnerOf(words, now),
        Offer(words[0]),
        [.. words.Plain.Skip(1).Select(task => task.Split('@')).Select(task => new TaskLaunch(new TaskId(task[0]), ResourceVector.Parse(task[1]), "run") { Offer = task.Length > 2 ? Offer(task[2]) : null })]);

    private static ImmutableSortedDictionary<string, string> Attributes(Words words) =>
        words.Pairs.ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static OfferId Offer(string text) => new(long.Parse(text.TrimStart('o'), null));

    private static AllocationId Allocation(string text) => new(long.Parse(text.TrimStart('a'), null));

    private static FrameworkId OwnerOf(Words words, PoolSnapshot now) =>
        words.Has("as") is { } name ? new FrameworkId(name) : now.Offers.GetValueOrDefault(Offer(words[0]).Value)?.Framework ?? new FrameworkId("nobody");

    private static FrameworkId Holder(Words words, PoolSnapshot now) =>
        words.Has("as") is { } name ? new FrameworkId(name) : now.Allocations.GetValueOrDefault(Allocation(words[0]).Value)?.Framework ?? new FrameworkId("nobody");
}
