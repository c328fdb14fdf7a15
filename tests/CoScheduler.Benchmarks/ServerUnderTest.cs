using System.Diagnostics;
using System.Globalization;

namespace CoScheduler.Benchmarks;

/// <summary>
/// A server as its own process, on a state folder of its own; ended by process id. With COSCHEDULER_KEEP=1 its folder
/// stays, with what it wrote to its log in <c>server.log</c>: what to look at when a case fails.
/// </summary>
internal sealed class ServerUnderTest : IAsyncDisposable
{
    private static readonly bool Keep = Environment.GetEnvironmentVariable("COSCHEDULER_KEEP") == "1";

    private readonly Process _process;
    private readonly TextWriter _log;
    private readonly string _state = Directory.CreateTempSubdirectory("coscheduler-bench-").FullName;

    private ServerUnderTest(string[] arguments)
    {
        string[] all = [Path.Combine(AppContext.BaseDirectory, "coscheduler.dll"), "up", "--listen", "http://127.0.0.1:0", "--state", _state, "--recovery-timeout", "0s", .. arguments];
        _process = Process.Start(new ProcessStartInfo("dotnet", all) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException("The server did not start.");
        _log = TextWriter.Synchronized(File.CreateText(Path.Combine(_state, "server.log")));
        _process.ErrorDataReceived += (_, line) => _log.WriteLine(line.Data);
        _process.BeginErrorReadLine();
    }

    public string Kafka { get; private set; } = "";

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public static async Task<ServerUnderTest> StartAsync(params string[] arguments)
    {
        var server = new ServerUnderTest(arguments);
        while (await server._process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Split(' ') is ["ready", var address, "kafka", var kafka, ..])
            {
                (server.Address, server.Kafka) = (new Uri(address), kafka);
                _ = server._process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
                return server;
            }
        }

        await server._process.WaitForExitAsync();
        throw new InvalidOperationException("The server ended before it was ready: run again with COSCHEDULER_KEEP=1 and see server.log.");
    }

    /// <summary>Processor time used so far, of the server alone.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Resident memory in bytes, of the server alone.</summary>
    public long Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public async ValueTask DisposeAsync()
    {
        using (var term = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await term.WaitForExitAsync();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        await _log.FlushAsync();
        if (Keep)
        {
            await Console.Error.WriteLineAsync($"kept: {_state}");
            return;
        }

        await _log.DisposeAsync();
        Directory.Delete(_state, recursive: true);
    }
}
