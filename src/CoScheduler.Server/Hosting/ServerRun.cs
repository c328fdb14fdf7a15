using CoScheduler.Analyses;
using CoScheduler.Local;
using CoScheduler.Master;
using CoScheduler.Server.Options;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace CoScheduler.Server.Hosting;

/// <summary>Runs a server until it is asked to stop: what <c>up</c> does.</summary>
public static class ServerRun
{
    private const int Failed = 1;

    /// <summary>Runs a server.</summary>
    /// <param name="options">How.</param>
    /// <param name="output">Gets the ready line.</param>
    /// <param name="error">Gets what goes wrong.</param>
    /// <param name="cancellationToken">Asks it to stop.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(ServerOptions options, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        using var logs = Logs(LogLevel.Information);
        try
        {
            await using var server = await CoSchedulerServer.StartAsync(options, TimeProvider.System, logs, cancellationToken);
            await output.WriteLineAsync($"ready {server.Address.GetLeftPart(UriPartial.Authority)} kafka {server.Kafka} engine {server.Engine}");
            await output.FlushAsync(CancellationToken.None);
            Systemd.NotifyReady(Environment.GetEnvironmentVariable("NOTIFY_SOCKET"));
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception e) when (Code(e) is { } code)
        {
            await error.WriteLineAsync($"coscheduler: {code}: {e.Message}");
            return Failed;
        }

        return 0;
    }

    /// <summary>Logs to standard error, a line each.</summary>
    /// <param name="least">The least level that is logged.</param>
    /// <returns>The factory.</returns>
    public static ILoggerFactory Logs(LogLevel least) => LoggerFactory.Create(logging => logging
        .SetMinimumLevel(least)
        .AddFilter("Microsoft", LogLevel.Warning)

        // What the web server's host has to say of a failed start, it throws as well, and we say it in one sentence.
        .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None)
        .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None) // What it says of a failed start is said by StartException, in one sentence.
        .AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.IncludeScopes = false;
            console.TimestampFormat = "HH:mm:ss.fff ";
            console.ColorBehavior = Environment.GetEnvironmentVariable("NO_COLOR") is null && !Console.IsErrorRedirected ? LoggerColorBehavior.Enabled : LoggerColorBehavior.Disabled;
        })
        .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace));

    /// <summary>The code of an exception that tells why a server can't start.</summary>
    /// <param name="exception">The exception.</param>
    /// <returns>The code, or null of an exception that is a fault of the program.</returns>
    public static string? Code(Exception exception) => exception switch
    {
        StartException start => start.Code,
        JournalException journal => journal.Code,
        LocalSubstrateException local => local.Code,
        RequestStoreException store => store.Code,
        _ => null,
    };
}
