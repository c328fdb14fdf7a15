using System.CommandLine;
using CoScheduler.Server.Hosting;
using CoScheduler.Server.Options;

namespace CoScheduler.Cli.Commands;

/// <summary><c>up</c>: hosts everything.</summary>
internal static class UpCommand
{
    public static Command Create()
    {
        var config = new Option<string?>("--config") { Description = "the file of options ($COSCHEDULER_CONFIG; default: coscheduler.yaml here, if it is there)", HelpName = "FILE" };
        var command = new Verb(
            "up",
            "Runs the server. Every option is a flag, an environment variable (COSCHEDULER_LISTEN) and a key of coscheduler.yaml, in that order of strength.",
            "up",
            "up --agent a=cpus:4,mem:8Gi --agent b=cpus:4,mem:8Gi --quota examples/coupons/quota.yaml",
            "up --kafka 127.0.0.1:9092 --spark /opt/spark --engine spark");
        command.Options.Add(config);
        var values = new List<(OptionName Name, Option<string[]>? Value, Option<bool>? Flag)>();
        foreach (var name in OptionNames.All)
        {
            var value = name.Flag ? null : new Option<string[]>("--" + name.Name) { Description = name.Description, HelpName = name.Placeholder };
            var flag = name.Flag ? new Option<bool>("--" + name.Name) { Description = name.Description } : null;
            command.Options.Add(value ?? (Option)flag!);
            values.Add((name, value, flag));
        }

        command.SetAction((parse, cancellationToken) => RunAsync(parse.InvocationConfiguration, Settings(parse, values), parse.GetValue(config), cancellationToken));
        return command;
    }

    private static List<Setting> Settings(ParseResult parse, List<(OptionName Name, Option<string[]>? Value, Option<bool>? Flag)> options)
    {
        var settings = new List<Setting>();
        foreach (var (name, value, flag) in options)
        {
            if (flag is not null && parse.GetValue(flag))
            {
                settings.Add(new Setting(name.Name, ["true"], "--" + name.Name));
            }
            else if (value is not null && parse.GetValue(value) is { Length: > 0 } given)
            {
                settings.Add(new Setting(name.Name, given, "--" + name.Name));
            }
        }

        return settings;
    }

    private static async Task<int> RunAsync(InvocationConfiguration console, IReadOnlyList<Setting> settings, string? config, CancellationToken cancellationToken)
    {
        var environment = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? "", StringComparer.Ordinal);
        var (options, faults) = ServerOptionsReader.Read(settings, config, environment, SelfCommand.Find());
        if (options is null)
        {
            foreach (var fault in faults)
            {
                await console.Error.WriteLineAsync($"coscheduler: {fault}");
            }

            return ExitCode.BadCommandLine;
        }

        return await ServerRun.RunAsync(options, console.Output, console.Error, cancellationToken);
    }
}
