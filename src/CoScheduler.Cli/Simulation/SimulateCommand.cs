using System.CommandLine;
using CoScheduler.Cli.Commands;
using CoScheduler.Cli.Output;
using CoScheduler.Pool;
using CoScheduler.Simulation.Traces;
using CoScheduler.Simulation.Workloads;

namespace CoScheduler.Cli.Simulation;

/// <summary><c>simulate</c>: plays a recorded or a generated cluster in virtual time.</summary>
internal static class SimulateCommand
{
    private const int MostAgents = 100_000;

    private static readonly Option<string?> Trace = new("--trace")
    {
        Description = "a folder with a recorded cluster in the form of Alibaba's cluster-trace-gpu-v2023: one *node_list*.csv, one *pod_list*.csv",
        HelpName = "DIR",
    };

    private static readonly Option<int?> Nodes = new("--nodes") { Description = "plays a trace's pods on so many of its nodes, taken evenly: would fewer do?", HelpName = "N" };

    private static readonly Option<long?> Seed = new("--seed") { Description = "a generated world; everything in it follows from this number (default: 1)", HelpName = "N" };

    private static readonly Option<int> Agents = new("--agents") { Description = "how many agents of 16 cpus and 64 GiB a generated world has", HelpName = "N", DefaultValueFactory = _ => 20 };

    private static readonly Option<string> Lasts = new("--duration") { Description = "how long a generated world lasts", HelpName = "DURATION", DefaultValueFactory = _ => "1d" };

    private static readonly Option<int> Losses = new("--losses") { Description = "how often each agent of a generated world is lost and comes back", HelpName = "N", DefaultValueFactory = _ => 0 };

    private static readonly Option<string?> Quota = new("--quota") { Description = "the quota (default: one made for the trace, or for the world)", HelpName = "FILE" };

    private static readonly Option<string?> Svg = new("--svg") { Description = "also draws what each role had over time", HelpName = "FILE" };

    public static System.CommandLine.Command Create()
    {
        var command = new Verb(
            "simulate",
            "Plays a cluster in virtual time on the same pool that the server runs, and prints utilisation, waits, evictions and fragmentation by role. "
            + "Of a trace, nodes are agents; LS and Guaranteed pods are firm demand with a guarantee, Burstable ones firm without; BE pods that were created in one "
            + "burst are an app: a gang and elastic executors. An agent's gpus are one amount in thousandths, so two halves of different gpus count as a whole one. "
            + "Needs no server.",
            "simulate --seed 7 --agents 50 --duration 12h --losses 2",
            "simulate --trace openb --svg openb.svg",
            "simulate --trace openb --nodes 12 --svg openb-12.svg",
            "simulate --trace openb --quota quota.yaml -o json");
        foreach (var option in new Option[] { Trace, Nodes, Seed, Agents, Lasts, Losses, Quota, Svg })
        {
            command.Options.Add(option);
        }

        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var print = Print(parse);
        if (Check(parse) is { } mistake)
        {
            print.Note($"coscheduler: {mistake}");
            return ExitCode.BadCommandLine;
        }

        if (World(parse, print) is not { } world || await QuotaOption.ReadAsync(parse.GetValue(Quota), world.Quota, print, cancellationToken) is not { } quota)
        {
            return ExitCode.BadCommandLine;
        }

        var report = await Task.Run(() => WorkloadRun.Play(world.Workload, quota, WorkTimes.Default, cancellationToken), cancellationToken);
        return ReportPrinter.Print(print, report, world.Title, parse.GetValue(Svg));
    }

    private static Printer Print(ParseResult parse) => new(GlobalOptions.Format(parse), parse.InvocationConfiguration.Output, parse.InvocationConfiguration.Error);

    private static string? Check(ParseResult parse)
    {
        if (parse.GetValue(Trace) is not null && parse.GetValue(Seed) is not null)
        {
            return "--trace and --seed are two different worlds; give one of them.";
        }

        if (parse.GetValue(Nodes) is { } nodes && (nodes < 1 || parse.GetValue(Trace) is null))
        {
            return "--nodes counts a trace's nodes: give 1 or more, and --trace.";
        }

        if (parse.GetValue(Agents) is < 1 or > MostAgents)
        {
            return $"--agents {parse.GetValue(Agents)} is out of range; give 1 to {MostAgents}.";
        }

        if (parse.GetValue(Losses) is < 0 or > 1000)
        {
            return $"--losses {parse.GetValue(Losses)} is out of range; give 0 to 1000.";
        }

        return Duration.TryParse(parse.GetValue(Lasts)!, out var milliseconds, out var error)
            ? milliseconds is > 0 and <= 366 * 86_400_000L ? null : "--duration is out of range; give up to 366d."
            : $"--duration: {error}";
    }

    private static SimulatedWorld? World(ParseResult parse, Printer print)
    {
        if (parse.GetValue(Trace) is not { } folder)
        {
            var options = new GeneratedWorldOptions(parse.GetValue(Seed) ?? 1, parse.GetValue(Agents), Duration.Parse(parse.GetValue(Lasts)!), parse.GetValue(Losses));
            var generated = new GeneratedWorkload(options);
            return new SimulatedWorld(generated.Create(), generated.Quota, $"seed {options.Seed}, {options.Agents} agents, {Duration.Format(options.Milliseconds)}");
        }

        var (trace, faults) = TraceFolder.Read(folder);
        foreach (var fault in faults)
        {
            print.Note($"coscheduler: {fault}");
        }

        if (trace is null)
        {
            return null;
        }

        var played = trace.On(parse.GetValue(Nodes) ?? int.MaxValue);
        return new SimulatedWorld(TraceWorkload.Of(played), TraceWorkload.Quota(played), $"{folder}: {played.Nodes.Length} nodes, {played.Pods.Length} pods");
    }

    private sealed record SimulatedWorld(Workload Workload, QuotaTree Quota, string Title);
}
