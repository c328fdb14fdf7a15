using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CoScheduler.Spark.Connect;
using CoScheduler.Spark.Sql;
using Xunit;

namespace CoScheduler.IntegrationTests.Spark;

/// <summary>
/// A real Spark Connect server with two local cores, ended by its process id; or one that runs already, where COSCHEDULER_TEST_CONNECT has its port.
/// </summary>
public sealed class ConnectServer : IAsyncLifetime
{
    public const string Token = "token-of-the-tests";
    private const string RunningPort = "COSCHEDULER_TEST_CONNECT";
    private const string Started = "Spark Connect server started at";
    private static readonly TimeSpan s_startLimit = TimeSpan.FromMinutes(2);
    private readonly List<string> _log = [];
    private int _port = FreePort();
    private readonly string _folder = Directory.CreateTempSubdirectory("connect-server-").FullName;
    private Process? _process;
    private string? _unavailable;

    public Uri Endpoint => new($"http://127.0.0.1:{_port}");

    public string Folder => _folder;

    public async ValueTask InitializeAsync()
    {
        if (int.TryParse(Environment.GetEnvironmentVariable(RunningPort), CultureInfo.InvariantCulture, out var port))
        {
            _port = port;
            return;
        }

        var home = Environment.GetEnvironmentVariable("SPARK_HOME");
        if (home is null || !File.Exists(Path.Combine(home, "bin", "spark-submit")))
        {
            _unavailable = "SPARK_HOME names no Spark, so nothing was tested against a real server.";
            return;
        }

        _process = Process.Start(StartInfo(home)) ?? throw new InvalidOperationException("spark-submit did not start.");
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.BeginOutputReadLine();
        await ReadyAsync(_process.StandardError).WaitAsync(s_startLimit);
    }

    /// <summary>A session of its own, which the test disposes.</summary>
    public SparkSession Session(Func<SparkConnectOptions, SparkConnectOptions>? change = null)
    {
        Require();
        var options = new SparkConnectOptions { Endpoint = Endpoint, Token = Token, UserId = "tests" };
        return new SparkSession(change is null ? options : change(options));
    }

    public void Require()
    {
        if (_unavailable is not null)
        {
            Assert.Skip(_unavailable);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private ProcessStartInfo StartInfo(string home)
    {
        var start = new ProcessStartInfo(Path.Combine(home, "bin", "spark-submit"))
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = _folder,
        };
        start.Environment["SPARK_CONNECT_AUTHENTICATE_TOKEN"] = Token;
        string[] settings =
        [
            "spark.driver.host=127.0.0.1",
            "spark.driver.bindAddress=127.0.0.1",
            "spark.ui.enabled=false",
            "spark.sql.shuffle.partitions=2",
            "spark.sql.timeType.enabled=true",
            $"spark.sql.warehouse.dir={_folder}",
            $"spark.checkpoint.dir={_folder}",
            "spark.connect.grpc.binding.address=127.0.0.1",
            $"spark.connect.grpc.binding.port={_port}",
            // Small pages: each broadcast takes one, and stays until the driver's garbage is collected.
            "spark.buffer.pageSize=1m",
            "spark.cleaner.periodicGC.interval=15s",
            // What is pushed out of memory is serialised; Kryo needs classes of MLlib that a lean installation doesn't have.
            "spark.serializer=org.apache.spark.serializer.JavaSerializer",
            // Short, so that every test that takes a second continues over several streams.
            "spark.connect.execute.reattachable.senderMaxStreamDuration=1s",
            // Small, so that batches of many rows come in several messages.
            "spark.connect.session.resultChunking.maxChunkSize=100000",
        ];
        string[] arguments =
        [
            "--master", "local[2]", "--driver-memory", "768m", "--driver-java-options", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
            .. settings.SelectMany(setting => new[] { "--conf", setting }),
            "--class", "org.apache.spark.sql.connect.service.SparkConnectServer", "spark-internal",
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }

    private async Task ReadyAsync(StreamReader errors)
    {
        while (await errors.ReadLineAsync() is { } line)
        {
            Note(line);
            if (line.Contains(Started, StringComparison.Ordinal))
            {
                _ = DrainAsync(errors);
                return;
            }
        }

        throw new InvalidOperationException($"The server ended before it was ready:\n{string.Join('\n', _log.TakeLast(20))}");
    }

    // A pipe that nobody reads would stop the server.
    private async Task DrainAsync(StreamReader errors)
    {
        while (await errors.ReadLineAsync() is { } line)
        {
            Note(line);
        }
    }

    private void Note(string? line)
    {
        lock (_log)
        {
            _log.Add(line ?? "");
        }
    }
}

[CollectionDefinition(Name)]
public sealed class ConnectServerTests : ICollectionFixture<ConnectServer>
{
    public const string Name = "Spark Connect server";
}
