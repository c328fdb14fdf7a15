using System.ComponentModel;
using System.Diagnostics;

namespace CoScheduler.Frameworks.Spark;

/// <summary>A short process whose words are wanted.</summary>
internal sealed record ProbeProcess(int ExitCode, string Output, string Error)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Runs it; null if it can't be started or doesn't end in time.</summary>
    public static async Task<ProbeProcess?> RunAsync(
        string program,
        IReadOnlyList<string> arguments,
        IReadOnlyList<KeyValuePair<string, string>> environment,
        CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            using var process = Process.Start(start);
            return process is null ? null : await ReadAsync(process, limit.Token).ConfigureAwait(false);
        }
        catch (Win32Exception)
        {
            // The system's way to say that the file is no program: the caller reports it by its own code.
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static async Task<ProbeProcess> ReadAsync(Process process, CancellationToken cancellationToken)
    {
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return new ProbeProcess(process.ExitCode, await output.ConfigureAwait(false), await error.ConfigureAwait(false));
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
