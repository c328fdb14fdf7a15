using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace CoScheduler.IntegrationTests.Kit;

/// <summary>A server as an operator runs it: its own process, a state folder, a free port. Ended by process id, whatever happened.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);
    private readonly Process _process;
    private readonly List<string> _log = [];

    private ServerProcess(Process process, string state)
    {
        _process = process;
        State = state;
        process.ErrorDataReceived += (_, e) => Keep(e.Data);
        process.BeginErrorReadLine();
    }

    public string State { get; }

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public string Kafka { get; private set; } = "";

    public int ProcessId => _process.Id;

    public bool HasExited => _process.HasExited;

    public HttpClient Http { get; private set; } = new();

    /// <summary>The last lines that it logged.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return string.Join('\n', _log.TakeLast(60));
            }
        }
    }

    /// <summary>Starts a server and waits for its ready line.</summary>
    public static Task<ServerProcess> StartAsync(string state, params string[] arguments) =>
        StartAsync(state, new Dictionary<string, string?>(), arguments);

    /// <summary>Starts a server in an environment and waits for its ready line.</summary>
    public static async Task<ServerProcess> StartAsync(string state, IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        string[] all = ["up", "--listen", "http://127.0.0.1:0", "--state", state, .. arguments];
        var server = new ServerProcess(ProgramProcess.Start(all, redirect: true, environment), state);
        try
        {
            await server.ReadyAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async Task<JsonNode> GetAsync(string path) =>
        await Http.GetFromJsonAsync<JsonNode>(path) ?? throw new InvalidOperationException($"{path} answered nothing.");

    /// <summary>The tasks that run, of a kind.</summary>
    public async Task<IReadOnlyList<JsonNode>> TasksAsync(string kind) =>
        [.. (await GetAsync("v1/tasks"))["items"]!.AsArray().Where(t => t!["kind"]?.ToString() == kind).Select(t => t!)];

    /// <summary>SIGKILL, as the kernel's out-of-memory killer would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>The exit code, once it has ended by itself.</summary>
    public async Task<int> ExitAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <summary>SIGTERM, and the exit code that follows.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        return await ExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        Http.Dispose();
        _process.Dispose();
        await Leftovers.EndAsync(State);
    }

    private async Task ReadyAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        while (await _process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            Keep(line);
            var words = line.Split(' ');
            if (words is ["ready", var address, "kafka", var kafka, "engine", ..])
            {
                Address = new Uri(address);
                Kafka = kafka;
                Http = new HttpClient { BaseAddress = Address };
                _ = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return;
            }
        }

        await _process.WaitForExitAsync(limit.Token);
        throw new InvalidOperationException($"The server ended with {_process.ExitCode} before it was ready:\n{Log}");
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            lock (_log)
            {
                _log.Add(line);
            }
        }
    }
}
