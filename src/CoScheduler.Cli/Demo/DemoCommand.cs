using System.CommandLine;
using Confluent.Kafka;
using CoScheduler.Cli.Commands;
using CoScheduler.Cli.Output;
using CoScheduler.Server.Hosting;
using Spectre.Console;

namespace CoScheduler.Cli.Demo;

/// <summary><c>demo</c>: plays the whole story and judges it.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var engine = new Option<string>("--engine") { Description = "duckdb (embedded) or spark", HelpName = "duckdb|spark", DefaultValueFactory = _ => "duckdb" };
        engine.AcceptOnlyFromAmong("duckdb", "spark");
        var kafka = new Option<string?>("--kafka") { Description = "the broker (default: the embedded one)", HelpName = "BOOTSTRAP" };
        var spark = new Option<string?>("--spark") { Description = "Spark's home (default $SPARK_HOME)", HelpName = "DIR" };
        var seed = new Option<int>("--seed") { Description = "what customers do follows from it", HelpName = "N", DefaultValueFactory = _ => 1 };
        var keep = new Option<bool>("--keep") { Description = "leave everything running until Ctrl-C" };
        var command = new Verb(
            "demo",
            "Plays the story: a reservation site and an analytics engine share one machine; requests arrive over Kafka, executors start on lent capacity, "
            + "the lunch peak takes them back with grace.",
            "demo",
            "demo --engine spark --kafka 127.0.0.1:9092 -o json");
        foreach (var option in new Option[] { engine, kafka, spark, seed, keep })
        {
            command.Options.Add(option);
        }

        command.SetAction((parse, cancellationToken) => RunAsync(
            new DemoOptions(
                parse.GetValue(engine)!,
                parse.GetValue(kafka),
                parse.GetValue(spark) ?? Environment.GetEnvironmentVariable("SPARK_HOME"),
                parse.GetValue(seed),
                parse.GetValue(keep)),
            GlobalOptions.Format(parse),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(DemoOptions options, OutputFormat format, CancellationToken cancellationToken)
    {
        var terminal = format == OutputFormat.Table && !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null;
        DemoSummary summary;
        try
        {
            await using IDemoScreen screen = terminal ? new LiveScreen(AnsiConsole.Console, TimeProvider.System) : new PlainScreen(Console.Error, TimeProvider.System);
            summary = await DemoStory.PlayAsync(options, screen, cancellationToken);
        }
        catch (Exception e) when (ServerRun.Code(e) is { } code)
        {
            Console.Error.WriteLine($"coscheduler: {code}: {e.Message}");
            return ExitCode.Failed;
        }
        catch (Exception e) when (e is TimeoutException or HttpRequestException)
        {
            Console.Error.WriteLine($"coscheduler: the story can't go on: {e.Message}");
            return ExitCode.Failed;
        }
        catch (KafkaException e)
        {
            var broker = options.Kafka is { } address ? $"the broker at {address}; start one there, or leave --kafka out for the embedded one" : "the embedded broker";
            Console.Error.WriteLine($"coscheduler: the story can't go on without {broker}: {e.Error.Reason}");
            return ExitCode.Failed;
        }

        Console.Out.WriteLine(format == OutputFormat.Table ? summary.ToText() : summary.ToJson());
        return summary.Good ? ExitCode.Ok : ExitCode.Failed;
    }
}

/// <summary>How the demo is played.</summary>
/// <param name="Engine"><c>duckdb</c> or <c>spark</c>.</param>
/// <param name="Kafka">The broker, or null for the embedded one.</param>
/// <param name="Spark">Spark's home, or null.</param>
/// <param name="Seed">What customers do follows from it.</param>
/// <param name="Keep">Whether everything is left running at the end.</param>
internal sealed record DemoOptions(string Engine, string? Kafka, string? Spark, int Seed, bool Keep);
