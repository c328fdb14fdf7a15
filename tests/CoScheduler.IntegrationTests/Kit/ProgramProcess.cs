using System.Diagnostics;

namespace CoScheduler.IntegrationTests.Kit;

/// <summary>The program under test, as its own process.</summary>
internal static class ProgramProcess
{
    /// <summary>How the program is started: the one that was built beside these tests.</summary>
    public static readonly string[] Command = ["dotnet", Path.Combine(AppContext.BaseDirectory, "coscheduler.dll")];

    /// <summary>Runs a verb to its end.</summary>
    public static Task<(int Exit, string Output, string Error)> RunAsync(TimeSpan limit, params string[] arguments) =>
        RunAsync(limit, new Dictionary<string, string?>(), arguments);

    /// <summary>Runs a verb to its end, in an environment; a null takes a variable away.</summary>
    public static async Task<(int Exit, string Output, string Error)> RunAsync(
        TimeSpan limit,
        IReadOnlyDictionary<string, string?> environment,
        params string[] arguments)
    {
        using var process = Start(arguments, redirect: true, environment);
        using var timer = new CancellationTokenSource(limit);
        var output = process.StandardOutput.ReadToEndAsync(timer.Token);
        var error = process.StandardError.ReadToEndAsync(timer.Token);
        try
        {
            await process.WaitForExitAsync(timer.Token);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>Starts a verb; a null takes a variable of the environment away.</summary>
    public static Process Start(IEnumerable<string> arguments, bool redirect, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo(Command[0], Command.Skip(1).Concat(arguments))
        {
            RedirectStandardOutput = redirect,
            RedirectStandardError = redirect,
        };
        start.Environment["NO_COLOR"] = "1";
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new InvalidOperationException("The program did not start.");
    }
}
